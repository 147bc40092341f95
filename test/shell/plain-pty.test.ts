/** The program's plain shell in a real pseudo terminal: `--plain` edits lines and nothing more, TERM=dumb gets no escape sequence at all. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { PtyScreen } from '../help/pty-screen.ts';

const LAUNCHER = fileURLToPath(new URL('../../bin/refbot.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'refbot-plain-'));
after(() => rmSync(folder, { recursive: true, force: true }));
let worlds = 0;

async function plainShell(
  args: readonly string[],
  vars: readonly string[],
  use: (screen: PtyScreen, own: string) => Promise<void>,
): Promise<void> {
  const own = join(folder, String(++worlds));
  mkdirSync(own);
  // The terminal would set TERM itself.
  const screen = new PtyScreen('/usr/bin/env', [...vars, process.execPath, LAUNCHER, 'shell', ...args], {
    columns: 80,
    rows: 24,
    cwd: own,
    env: { REFBOT_STATE: join(own, 'state.json'), REFBOT_CONFIG: join(own, 'config.json'), XDG_RUNTIME_DIR: own },
  });
  try {
    await screen.waitFor(/^RefBot\. [^]*\nrefbot>\s*$/);
    await use(screen, own);
  } finally {
    await screen.close();
  }
}

/** Everything but the cursor to a column and erasing from there, which editing a line needs, and brackets around pastes. */
// eslint-disable-next-line no-control-regex
const MORE_THAN_EDITING = /\x1b(?!\[(?:\d*[GJKCD]|\?2004[hl]))/;

describe('the plain shell', { concurrency: 2 }, () => {
  test('--plain: completion, history, results on the ordinary screen, and nothing painted', () =>
    plainShell(['--plain'], [], async (screen, own) => {
      screen.write('proxies st\t');
      await screen.waitFor(/^refbot> proxies stats$/m);
      screen.write('\r');
      await screen.waitFor(/working[^]*\nrefbot>\s*$/);
      screen.write('\x1b[A');
      await screen.waitFor(/refbot> proxies stats\s*$/);
      screen.write('\x15quit\r');
      assert.equal((await screen.exited).exitCode, 0);
      assert.equal(screen.isAlternate, false);
      assert.doesNotMatch(screen.raw, MORE_THAN_EDITING);
      assert.equal(readFileSync(join(own, 'history'), 'utf8'), 'proxies stats\nquit\n');
    }));

  test('--plain: a pasted block comes into the line as a whole and waits for Enter', () =>
    plainShell(['--plain'], [], async (screen, own) => {
      assert.equal(screen.modes.bracketedPasteMode, true);
      screen.write('\x1b[200~echo one\necho two\n\x1b[201~');
      await screen.waitFor(/refbot> echo one␤echo two$/m);
      screen.write('; echo three');
      await screen.waitFor(/refbot> echo one␤echo two; echo three$/m);
      assert.doesNotMatch(screen.text, /^one$/m);
      screen.write('\r');
      await screen.waitFor(/^one\ntwo\nthree\nrefbot>$/m);
      // Brought back it is the same block.
      screen.write('\x1b[A');
      await screen.waitFor(/two\nthree\nrefbot> echo one␤echo two; echo three$/m);
      screen.write('\r');
      await screen.waitFor(/^one\ntwo\nthree\nrefbot>[^]*^one\ntwo\nthree\nrefbot>$/m);
      screen.write('\x1b[200~echo dropped\nquit\n\x1b[201~\x03');
      await screen.waitFor(/\^C\nrefbot>$/m);
      screen.write('\x04');
      assert.equal((await screen.exited).exitCode, 0);
      await screen.waitFor(() => !screen.modes.bracketedPasteMode);
      assert.match(readFileSync(join(own, 'history'), 'utf8'), /echo one(\\n|\n)/);
    }));

  test('--plain: Ctrl-D in an empty line asks while work runs, and only there', () =>
    plainShell(['--plain', '--demo'], [], async (screen) => {
      screen.write('sleep 1m &\r');
      await screen.waitFor(/&[^]*\nrefbot>\s*$/);
      screen.write('abc\x04\x15\x04');
      await screen.waitFor(/running; quit and cancel it\? \[y\/N\]\s*$/);
      screen.write('\x04');
      await screen.waitFor(/\nrefbot>\s*$/);
      screen.write('\x04');
      await screen.waitFor(/\[y\/N\]\s*$/);
      screen.write('n\r');
      await screen.waitFor(/\nrefbot>\s*$/);
      screen.write('\x04y\r');
      assert.equal((await screen.exited).exitCode, 0);
    }));

  test('TERM=dumb: not one escape sequence; a mistake, a block, Ctrl-C twice', () =>
    plainShell([], ['TERM=dumb'], async (screen) => {
      screen.write('proxes list\r');
      await screen.waitFor(/error\[E\d+\]: [^]*did you mean proxies[^]*refbot>\s*$/);
      screen.write('repeat 2 {\r');
      await screen.waitFor(/ {3}\.\.\.>\s*$/);
      screen.write('echo twice }\r');
      await screen.waitFor(/^twice\ntwice\nrefbot>$/m);
      screen.write('echo on; sleep 1m\r');
      await screen.waitFor(/^on$/m);
      screen.write('\x03');
      await screen.waitFor(/cancelling[^]*refbot>\s*$/);
      screen.write('\x03');
      await screen.waitFor(/Ctrl-C again quits/);
      screen.write('\x03');
      assert.equal((await screen.exited).exitCode, 0);
      assert.ok(!screen.raw.includes('\x1b'), JSON.stringify(screen.raw));
    }));

  for (const [signal, status] of [
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    test(`${signal} ends it in order`, () =>
      plainShell(['--plain'], [], async (screen, own) => {
        writeFileSync(join(own, 'list.txt'), '127.0.0.9:3128\n');
        screen.write('proxies import list.txt --allow-private\r');
        await screen.waitFor(/1 added[^]*refbot>\s*$/);
        screen.kill(signal);
        assert.equal((await screen.exited).exitCode, status);
        assert.match(readFileSync(join(own, 'state.json'), 'utf8'), /127\.0\.0\.9/);
      }));
  }
});
