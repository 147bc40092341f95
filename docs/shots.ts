/**
 * Makes the pictures of the README and docs/shell.md: `npm run shots`. The real program runs its demo in a terminal, goes
 * to each place by keys and saves its own screen; nothing is drawn here. Loopback only.
 */
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PtyScreen } from '../test/help/pty-screen.ts';

const LIMIT_MS = 60_000;
/** Checks of the whole demo before the first picture. */
const ROUNDS = 3;
const ESCAPE = '\x1b[27u';
const CTRL_P = '\x10';
const CTRL_U = '\x15';
const REFBOT = fileURLToPath(new URL('../bin/refbot.js', import.meta.url));
const PICTURES = fileURLToPath(new URL('pictures/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'refbot-shots-'));

const screen = new PtyScreen(process.execPath, [REFBOT, 'shell', '--demo'], {
  columns: 120,
  rows: 36,
  cwd: folder,
  env: {
    COLORTERM: 'truecolor',
    HOME: folder,
    XDG_STATE_HOME: folder,
    XDG_CONFIG_HOME: folder,
    XDG_RUNTIME_DIR: folder,
  },
});

/** Saves what is on the screen under this name. */
async function save(name: string): Promise<void> {
  await screen.type('\x13');
  await screen.waitFor(() => readdirSync(folder).some((file) => file.endsWith('.svg')));
  const saved = readdirSync(folder).filter((file) => /^refbot-.*\.(svg|txt)$/.test(file));
  copyFileSync(
    join(
      folder,
      saved.find((file) => file.endsWith('.svg'))!,
    ),
    join(PICTURES, `${name}.svg`),
  );
  for (const file of saved) rmSync(join(folder, file));
  process.stdout.write(`${name}.svg\n`);
}

/** Types a command and waits until it is done. */
async function command(line: string): Promise<void> {
  await screen.type(`${ESCAPE}${ESCAPE}${ESCAPE}:${CTRL_U}${line}\r`);
}

try {
  mkdirSync(PICTURES, { recursive: true });
  await screen.waitFor(/check due +done/, LIMIT_MS);
  // The demo is checked in a few seconds; some more rounds give charts and pages something to show.
  for (let round = 0; round < ROUNDS; round++) {
    await command('clear');
    screen.write('check @all --timeout 2s --concurrency 120\r');
    await screen.waitFor(/checked \d+ in /, LIMIT_MS);
  }
  await command('clear');
  await command('proxies top 4 | select address,latencyMs,score');
  await command('check @all --timeout 2s --concurrency 25 &');
  await screen.type('proxies top 10 --country ');
  await screen.waitFor(/check @all .* [2-7]\d\.\d %/, LIMIT_MS);
  await screen.waitFor(() => !/finished:/.test(screen.text), LIMIT_MS);
  await save('dashboard');
  await command('clear');
  await screen.type('proxies list --\t');
  await save('completion');
  await screen.type(`${ESCAPE}${CTRL_U}${CTRL_P}`);
  await screen.type('check');
  await save('palette');
  await command('view proxies');
  await screen.type(`${ESCAPE}    \x1b[B`);
  await save('proxies');
  await screen.type('\r');
  await screen.waitFor(/reliability/);
  await save('proxy');
  await command('view charts');
  // The pictures of the rings come from a worker.
  await screen.waitFor(/elite +anonymous/);
  await screen.type(ESCAPE);
  await save('charts');
  await command('view dashboard');
  await command('config set theme light');
  await command('clear');
  await save('light');
  await command('config reset theme');
  await command('clear');
  screen.resize(72, 44);
  await screen.waitFor(/┌─ 2 statistics/);
  await screen.waitFor(() => !screen.text.includes('throughput'));
  await save('narrow');
} finally {
  await screen.close();
  rmSync(folder, { recursive: true, force: true });
}
