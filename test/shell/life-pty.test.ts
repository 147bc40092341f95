/** How the program's full-screen shell ends and what it leaves: a lost terminal, unfinished work, a film of the screen, lines for the clipboard. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Terminal as Emulator } from '@xterm/headless';
import { PtyScreen } from '../help/pty-screen.ts';
import { assertNormal, withShell } from '../help/with-shell.ts';

const xterm = createRequire(import.meta.url)('@xterm/headless') as typeof import('@xterm/headless');
const LAUNCHER = fileURLToPath(new URL('../../bin/refbot.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'refbot-life-'));
after(() => rmSync(folder, { recursive: true, force: true }));
let worlds = 0;

/** The program itself on a state of its own. */
async function program(args: readonly string[], use: (screen: PtyScreen, own: string) => Promise<void>): Promise<void> {
  const own = join(folder, String(++worlds));
  mkdirSync(own);
  const screen = new PtyScreen(process.execPath, [LAUNCHER, 'shell', ...args], {
    cwd: own,
    env: { REFBOT_STATE: join(own, 'state.json'), REFBOT_CONFIG: join(own, 'config.json'), XDG_RUNTIME_DIR: own },
  });
  try {
    await screen.waitFor(() => screen.idleMarks > 0);
    await use(screen, own);
  } finally {
    await screen.close();
  }
}

function small(use: (screen: PtyScreen) => Promise<void>): Promise<void> {
  return withShell({ cwd: folder }, [join(folder, `history-${++worlds}`)], use);
}

describe('the program', { concurrency: 2 }, () => {
  test('a terminal that goes away ends it in order: what was told as done is kept, and so is what was not', () =>
    program([], async (screen, own) => {
      writeFileSync(join(own, 'list.txt'), '127.0.0.9:3128\n');
      await screen.type('proxies import list.txt --allow-private\r');
      await screen.waitFor(/1 added/);
      screen.hangUp();
      await screen.exited;
      assert.match(readFileSync(join(own, 'state.json'), 'utf8'), /127\.0\.0\.9/);
      assert.equal(statSync(join(own, 'history')).mode & 0o777, 0o600);
      // Another one can have the state at once: nothing was left locked.
      const again = new PtyScreen(process.execPath, [LAUNCHER, 'proxies', 'list'], {
        env: { REFBOT_STATE: join(own, 'state.json'), REFBOT_CONFIG: join(own, 'config.json'), XDG_RUNTIME_DIR: own },
      });
      assert.equal((await again.exited).exitCode, 0);
      await again.waitFor(/127\.0\.0\.9:3128/);
      await again.close();
    }));

  test('a first start says what to do; the hints go as they are used', () =>
    program([], async (screen) => {
      await screen.waitForLine(-1, /welcome: F2 first steps · Tab completes · Esc panels · F1 keys · quit/);
      await screen.type('\x1bOQ');
      await screen.waitFor(/what would you like to do\?[^]*find everything +scrape; check/);
      await screen.type('elite');
      await screen.type('\r');
      await screen.waitForLine(-2, /^❯ scrape; check; proxies top 20 --anonymity elite( |$)/);
      assert.ok(!/scraped|❯ scrape[^]*❯ scrape/.test(screen.text), 'nothing ran');
      await screen.type('\x03');
      await screen.waitForLine(-1, /F2 offers first steps/);
      await screen.type('\x1bOQ');
      await screen.type('\x1b');
      await screen.waitForLine(-1, /Tab completes commands/);
    }));

  test('watch refreshes its result in place; what stays is the last', () =>
    program([], async (screen) => {
      await screen.type('echo before\r');
      await screen.type('watch --times 3 150ms echo tick\r');
      await screen.waitFor(/❯ watch[^]*│ tick [^\n]*\n│ (?:[3-9]\d\d ms|[\d.]+ s) /);
      assert.equal([...screen.text.matchAll(/│ tick /g)].length, 1);
      assert.equal([...screen.text.matchAll(/\d\d:\d\d:\d\d {2}echo tick/g)].length, 1);
      assert.match(screen.text, /❯ echo before[^]*│ before [^]*❯ watch/);
    }));

  test('--readonly says so and refuses what would change something, typed or by a key', () =>
    program(['--readonly'], async (screen) => {
      await screen.waitForLine(0, / read-only /);
      await screen.type('sources add http://127.0.0.1:9/list --name mine\r');
      await screen.waitFor(/error\[E\d+\][^\n]*read-?only/i);
      await screen.type('sources list | where name = mine | count\r');
      await screen.waitFor(/│ +0 /);
    }));

  test('--record films the screen: played back, it ends as the screen did', () =>
    program(['--record', 'film.cast'], async (screen, own) => {
      await screen.type('echo grüße 漢字\r');
      const marks = screen.idleMarks;
      screen.resize(100, 30);
      await screen.waitFor(() => screen.idleMarks > marks && screen.lines.every((line) => line.length <= 100));
      const seen = screen.lines;
      screen.write('\x04');
      assert.equal((await screen.exited).exitCode, 0);
      const file = join(own, 'film.cast');
      assert.equal(statSync(file).mode & 0o777, 0o600);
      const [header, ...events] = readFileSync(file, 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown);
      assert.deepEqual(
        { ...(header as object), timestamp: 0 },
        { version: 2, width: 120, height: 36, timestamp: 0, title: 'RefBot' },
      );
      const shown = await play(events as Event[]);
      // The clock may have ticked in between.
      assert.deepEqual(shown.slice(1), seen.slice(1));
      assert.ok(!readFileSync(file, 'utf8').includes('7777'), 'marks for tests are no part of it');
    }));

  test('--record films no password: not while it stands in the prompt, nor pasted, sought or printed', () =>
    program(['--record', 'film.cast'], async (screen, own) => {
      // Letters that nothing else on the screen has.
      const secret = 'жюящ';
      await screen.type('echo http://user:');
      for (const letter of secret) await screen.type(letter);
      await screen.type('@127.0.0.1/page');
      await screen.waitForLine(-2, /user:жюящ@127/);
      await screen.type('\r');
      await screen.type(`\x1b[200~config set api.token ${secret}\x1b[201~`);
      await screen.waitForLine(-2, /api\.token жюящ/);
      await screen.type('\x15');
      await screen.type(`config sat token=${secret}`);
      await screen.type('\x15');
      await screen.type(`\x12token=${secret}`);
      await screen.type('\x1b');
      await screen.type('echo the end\r');
      screen.write('\x04');
      assert.equal((await screen.exited).exitCode, 0);
      const film = readFileSync(join(own, 'film.cast'), 'utf8');
      assert.doesNotMatch(film, /[жюящ]/);
      assert.match(film, /the end/);
    }));

  test('--record keeps its hands off a file that is there', async () => {
    const own = join(folder, String(++worlds));
    mkdirSync(own);
    writeFileSync(join(own, 'film.cast'), 'mine');
    const screen = new PtyScreen(process.execPath, [LAUNCHER, 'shell', '--record', join(own, 'film.cast')], {
      env: { REFBOT_STATE: join(own, 'state.json'), REFBOT_CONFIG: join(own, 'config.json'), XDG_RUNTIME_DIR: own },
    });
    assert.equal((await screen.exited).exitCode, 5);
    await screen.waitFor(/film\.cast is there already/);
    assert.equal(screen.isAlternate, false);
    await screen.close();
  });
});

type Event = readonly [at: number, kind: 'o' | 'r', data: string];

/** What a player shows before the terminal is given back. */
async function play(events: readonly Event[]): Promise<string[]> {
  const emulator: Emulator = new xterm.Terminal({ cols: 120, rows: 36, allowProposedApi: true });
  const end = events.findLastIndex(([, , data]) => data.includes('\x1b[?1049l'));
  for (const [, kind, data] of events.slice(0, end)) {
    if (kind === 'r') emulator.resize(...(data.split('x').map(Number) as [number, number]));
    else await new Promise<void>((resolve) => emulator.write(data, resolve));
  }
  const { active } = emulator.buffer;
  return Array.from({ length: emulator.rows }, (_, y) => active.getLine(y)!.translateToString(true).trimEnd());
}

describe('leaving', { concurrency: 2 }, () => {
  test('while work runs, a key asks; no keeps it, yes cancels it', () =>
    small(async (screen) => {
      screen.write('slow\r');
      await screen.waitFor(/1,204\/18,204/);
      screen.write('\x04');
      await screen.waitFor(/\? check is running \(1,204\/18,204\); quit and cancel it\? \[y\/N\]/);
      screen.write('n');
      await screen.waitFor(() => !screen.text.includes('quit and cancel it'));
      assert.match(screen.text, /1,204\/18,204/);
      screen.write('\x04');
      await screen.waitFor(/quit and cancel it/);
      screen.write('y');
      assert.equal((await screen.exited).exitCode, 0);
      await assertNormal(screen);
    }));

  test('a rejection that nobody handles leaves a normal screen with its message', () =>
    small(async (screen) => {
      screen.write('reject\r');
      assert.equal((await screen.exited).exitCode, 1);
      await screen.waitFor(/a promise for the test/);
      await assertNormal(screen);
    }));
});

describe('toasts and the clipboard', { concurrency: 2 }, () => {
  test('an error of the log comes over the corner, goes by itself, and what it covered is there again', () =>
    small(async (screen) => {
      await screen.waitFor(/1 throughput/);
      const before = screen.lines[1]!;
      screen.write('fail\r');
      await screen.waitForLine(1, /✗ error {2}store: no room on the disk *.?$/);
      await screen.waitFor(() => screen.lines[1] === before);
    }));

  test('a copied row reaches the terminal as OSC 52, whole', () =>
    small(async (screen) => {
      await screen.type('\x1b');
      await screen.type('6');
      await screen.type('y');
      const [, encoded] = /\x1b\]52;c;([\w+/=]*)\x07/.exec(screen.raw) ?? [];
      assert.match(Buffer.from(encoded ?? '', 'base64').toString(), /192\.0\.2\.1:8000/);
    }));

  test('F4 gives the mouse to the terminal and takes it back', () =>
    small(async (screen) => {
      assert.notEqual(screen.modes.mouseTrackingMode, 'none');
      await screen.type('\x1bOS');
      await screen.waitForLine(-1, /the terminal has the mouse/);
      assert.equal(screen.modes.mouseTrackingMode, 'none');
      await screen.type('\x1bOS');
      assert.notEqual(screen.modes.mouseTrackingMode, 'none');
    }));
});
