/** The shell in a real pseudo terminal: what keys, pastes and the wheel do at 120x36. */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import type { PtyScreen } from '../help/pty-screen.ts';
import { assertNormal, withShell } from '../help/with-shell.ts';

const folder = mkdtempSync(join(tmpdir(), 'refbot-shell-'));
after(() => rmSync(folder, { recursive: true }));

let shells = 0;

/** A shell at 120x36 with a history of its own, whose folder is a temporary one. */
function at120x36(use: (screen: PtyScreen) => Promise<void>, lines: readonly string[] = []): Promise<void> {
  return withShell({ cwd: folder }, [join(folder, `history-${++shells}`), ...lines], use);
}

describe('at 120x36', { concurrency: 2 }, () => {
  test('the seven panels, a command and its result, history, quit', () =>
    at120x36(async (screen) => {
      assert.equal(screen.isAlternate, true);
      assert.equal(screen.modes.bracketedPasteMode, true);
      for (const seen of [
        /RefBot +\d\d:\d\d:\d\d +up +3h 12m +mode shell/,
        /1 throughput/,
        /2 statistics/,
        /http +━/,
        /4 loading/,
        /timeout 8s/,
        /192\.0\.2\.8:8007/,
        /line 59/,
      ]) {
        await screen.waitFor(seen);
      }
      // Twenty lines of the log are visible.
      await screen.waitFor(/line 40[^]*line 59/);
      await screen.type('echo hello world\r');
      await screen.waitFor(/❯ echo hello world/);
      await screen.waitFor(/│ hello world/);
      await screen.type('ec\x1b[A');
      await screen.waitForLine(-2, /^❯ echo hello world$/);
      await screen.type('\x03');
      await screen.waitForLine(-2, /^❯$/);
      screen.write('quit\r');
      assert.equal((await screen.exited).exitCode, 0);
      await screen.waitFor(/left with 0/);
      await assertNormal(screen);
    }));

  test('a paste of 10 kB with line breaks never runs by itself, and runs as one block when asked', () =>
    at120x36(async (screen) => {
      const lines = Array.from({ length: 700 }, (_, index) => `echo pasted ${index}`);
      await screen.type(`\x1b[200~${lines.join('\r')}\r\x1b[201~`);
      await screen.waitFor(/a pasted block of 701 lines/);
      assert.ok(!/❯ echo pasted 0[^]*│ pasted/.test(screen.text));
      await screen.type('\x03');
      await screen.waitForLine(-2, /^❯$/);
      await screen.waitFor(/results of commands appear here/);
      await screen.type('\x1b[200~echo one\necho two\x1b[201~');
      await screen.type('\r');
      // Both rows went to the interpreter as one text, which this world's echo prints in one line.
      await screen.waitFor(/one echo two/);
    }));

  test('a password that is typed stands nowhere after Enter: not above its result, not in the history', async () => {
    const history = join(folder, `history-${shells + 1}`);
    await at120x36(async (screen) => {
      await screen.type('echo http://ann:hunter2@192.0.2.1/ done\r');
      await screen.waitFor(/❯ echo http:\/\/ann:\*\*\*@192\.0\.2\.1\/ done/);
      await screen.type('\x1b[A');
      await screen.waitForLine(-2, /^❯ echo http:\/\/ann:\*\*\*@/);
    });
    assert.equal(readFileSync(history, 'utf8'), 'echo http://ann:***@192.0.2.1/ done\n');
  });

  test('Ctrl-C cancels the command, keeps the shell, then quits when pressed twice', () =>
    at120x36(async (screen) => {
      screen.write('slow\r');
      await screen.waitFor(/1,204\/18,204 +6\.6 % +312\/s +54 s left/);
      await screen.type('\x03');
      await screen.waitFor(/kept what was found/);
      await screen.waitFor(/cancelled, \d/);
      await screen.type('\x03');
      await screen.waitForLine(-1, /Ctrl-C again quits/);
      screen.write('\x03');
      assert.equal((await screen.exited).exitCode, 0);
      await assertNormal(screen);
    }));

  test('panels: focus, sort, filter with errors, drill-down, zoom, help, back by a letter', () =>
    at120x36(async (screen) => {
      await screen.type('\x1b');
      await screen.waitFor(/Tab 1-8 panel/);
      await screen.type('6');
      await screen.waitFor(/▶ 192\.0\.2\.1:8000/);
      await screen.type('S');
      await screen.waitFor(/by latency/);
      await screen.type('/');
      await screen.type('contry = DE\r');
      await screen.waitForLine(-1, /there is no field contry.*did you mean country/);
      await screen.type('\x15country = DE and latency < 130ms\r');
      await screen.waitFor(/1-3 of 3 +by latency\S* +\/ country = DE/);
      await screen.type('\x1b[B\r');
      await screen.waitForLine(1, /^ dashboard {2}proxies {2}sources/);
      await screen.waitForLine(2, /^┌─ (?:dashboard › )?(?:3|192\.0\.2\.\d+:\d+) ─/);
      await screen.type('\x1b');
      await screen.waitFor(/1-3 of 3 +by latency\S*/);
      await screen.type('z');
      await screen.waitForLine(1, /^┌─ 6 top proxies.*┐$/);
      await screen.type('z');
      await screen.type('?');
      await screen.waitFor(/in top-proxies/);
      await screen.type('x');
      await screen.type('e');
      await screen.waitForLine(-2, /^❯ e$/);
    }));

  test('what only reads runs beside a long command, the rest waits; Ctrl-C ends the long one', () =>
    at120x36(async (screen) => {
      screen.write('slow\r');
      await screen.waitFor(/1,204\/18,204/);
      screen.write('echo beside\r');
      await screen.waitFor(/│ beside/);
      screen.write('lines 2\r');
      await screen.waitForLine(-1, /running, 1 waiting/);
      screen.write('echo in turn\r');
      await screen.waitForLine(-1, /running, 2 waiting/);
      await screen.type('\x03');
      await screen.waitFor(/│ beside[^]*❯ slow[^]*kept what was found/);
      assert.ok(!/row 1|│ in turn/.test(screen.text), 'what waited is forgotten');
    }));

  test('an empty prompt takes : for itself and / for the filter of the table', () =>
    at120x36(async (screen) => {
      await screen.type(':/');
      await screen.waitForLine(-2, /^filter/);
      await screen.type('country = DE and latency < 130ms\r');
      await screen.waitFor(/1-3 of 3 +by score\S* +\/ country = DE/);
      await screen.type(':echo a:b/c\r');
      await screen.waitFor(/❯ echo a:b\/c/);
    }));

  test('completion: common part, menu with help, choice; usage and ghost in grey', () =>
    at120x36(async (screen) => {
      await screen.type('pro\t');
      await screen.waitForLine(-2, /^❯ proxies$/);
      await screen.waitFor(/│ proxies top +help of proxies top/);
      await screen.type('\t\t\r');
      await screen.waitForLine(-2, /^❯ proxies top$/);
      await screen.waitForLine(-1, /proxies top \[n\] \[--country/);
      assert.ok(!/help of/.test(screen.text), 'the menu is gone');
      await screen.type('3\r');
      await screen.waitFor(/proxies top 3: width 116/);
      await screen.type('prox');
      await screen.waitForLine(-2, /^❯ proxies top 3$/);
      await screen.waitFor(() => screen.cursor.x === 6);
      await screen.type('\x1b[C');
      await screen.waitFor(() => screen.cursor.x === 15);
    }));

  test('a result that does not fit gets the place of table and log; Escape gives it back', () =>
    at120x36(async (screen) => {
      await screen.type('lines 5\r');
      await screen.waitFor(/row 5[^]*/);
      await screen.waitFor(/6 top proxies[^]*7 log/);
      await screen.type('lines 18\r');
      await screen.waitFor(() => /row 1 [^]*row 18/.test(screen.text) && !/6 top proxies|7 log/.test(screen.text));
      await screen.waitFor(/1 throughput[^]*5 configuration/);
      await screen.type('\x1b');
      await screen.waitFor(/6 top proxies[^]*7 log/);
      await screen.waitForLine(-1, /Esc panels/);
    }));

  test('questions are asked in the prompt line; a paste does not answer', () =>
    at120x36(async (screen) => {
      screen.write('ask\r');
      await screen.waitFor(/\? remove 12 proxies\? \[y\/N\]/);
      screen.write('\x1b[200~y\n\x1b[201~');
      screen.write('n');
      await screen.waitFor(/│ kept/);
      screen.write('ask\r');
      await screen.waitFor(/\? remove 12/);
      screen.write('y');
      await screen.waitFor(/│ removed/);
    }));

  test('what libraries print goes to the log, and long output scrolls by keys and wheel', () =>
    at120x36(async (screen) => {
      await screen.type('noise\r');
      await screen.waitFor(/console printed by a library/);
      await screen.waitFor(/process Warning: an old thing/);
      await screen.type('lines 300\r');
      // A long result is read from its beginning.
      await screen.waitFor(/28[12] lines below[^]*❯ lines 300[^]*row 1 [^]*row 19 /);
      await screen.type('\x1b[6~');
      await screen.waitFor(/row 20 [^]*row 38 /);
      await screen.type('\x1b[<65;10;30M\x1b[<65;10;30M');
      await screen.waitFor(/row 44 /);
      await screen.type('\x1b[5~');
      await screen.waitFor(/row [67] [^]*row 25 /);
    }));

  test('Ctrl-S saves the screen as SVG and text, Ctrl-L repaints all of it', () =>
    at120x36(async (screen) => {
      await screen.type('\x13');
      await screen.waitForLine(-1, /saved refbot-.*\.svg and \.txt/);
      const files = readdirSync(folder).filter((name) => name.startsWith('refbot-'));
      assert.equal(files.length, 2);
      assert.match(
        readFileSync(
          join(
            folder,
            files.find((name) => name.endsWith('.svg'))!,
          ),
          'utf8',
        ),
        /^<svg [^]*top proxies[^]*<\/svg>\n$/,
      );
      assert.match(
        readFileSync(
          join(
            folder,
            files.find((name) => name.endsWith('.txt'))!,
          ),
          'utf8',
        ),
        /7 log/,
      );
      const before = screen.raw.length;
      await screen.type('\x0c');
      assert.match(screen.raw.slice(before), /\x1b\[2J[^]*throughput[^]*top proxies/);
    }));

  test('lines given at the start run before anything typed', () =>
    at120x36(
      async (screen) => {
        await screen.waitFor(/│ first[^]*│ second/);
      },
      ['echo first', 'echo second'],
    ));
});
