/**
 * Makes docs/screen.svg, the picture in the README: `node docs/picture.ts`. The real demo runs in a terminal of 120x36
 * until its check is half done, and saves its own screen (Ctrl-S); nothing is drawn here. Loopback only.
 */
import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PtyScreen } from '../test/help/pty-screen.ts';

const LIMIT_MS = 60_000;
const ROUNDS = 5;
const PICTURE = fileURLToPath(new URL('screen.svg', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'refbot-picture-'));
const screen = new PtyScreen(
  process.execPath,
  [fileURLToPath(new URL('../bin/refbot.js', import.meta.url)), 'shell', '--demo'],
  {
    columns: 120,
    rows: 36,
    cwd: folder,
    env: {
      COLORTERM: 'truecolor',
      HOME: folder,
      XDG_STATE_HOME: folder,
      XDG_CONFIG_HOME: folder,
      XDG_RUNTIME_DIR: folder,
      REFBOT_NETWORK: 'loopback',
    },
  },
);
try {
  await screen.waitFor(/check due +done/, LIMIT_MS);
  // The demo is checked in a few seconds; some more rounds give the chart something to show.
  for (let round = 0; round < ROUNDS; round++) screen.write('check @all --concurrency 80\r');
  await screen.waitFor(
    () => /[━╸]·* +[\d,]+\/[\d,]+ +[56]\d\.\d %/.test(screen.text) && !/waiting/.test(screen.text),
    LIMIT_MS,
  );
  screen.write('proxies top 5');
  await screen.waitFor(/❯ proxies top 5/);
  screen.write('\x13');
  await screen.waitFor(/saved refbot-/);
  const saved = readdirSync(folder).find((name) => name.endsWith('.svg'));
  if (saved === undefined) throw new Error('the shell saved no picture');
  copyFileSync(join(folder, saved), PICTURE);
  process.stdout.write(`${PICTURE}\n`);
} finally {
  await screen.close();
  rmSync(folder, { recursive: true, force: true });
}
