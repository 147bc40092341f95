/** Log, output, manual and a proxy's page by their keys, in a real pseudo terminal at 120x36. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import type { PtyScreen } from '../help/pty-screen.ts';
import { withShell } from '../help/with-shell.ts';

const folder = mkdtempSync(join(tmpdir(), 'refbot-texts-'));
after(() => rmSync(folder, { recursive: true }));

let shells = 0;

function shell(use: (screen: PtyScreen) => Promise<void>): Promise<void> {
  return withShell({ cwd: folder }, [join(folder, `history-${++shells}`)], use);
}

const ESCAPE = '\x1b[27u';

/** What was put into the clipboard last. */
function copied(screen: PtyScreen): string {
  const [, text = ''] = [...screen.raw.matchAll(/\x1b\]52;c;([\w+/=]*)\x07/g)].at(-1) ?? [];
  return Buffer.from(text, 'base64').toString();
}

describe('at 120x36', { concurrency: 2 }, () => {
  test('the log: search with n and N, levels, freeze, times, copy', () =>
    shell(async (screen) => {
      await screen.type(`${ESCAPE}]]]]]`);
      await screen.waitForLine(2, /^┌─ log ─+ level:info +follow ┐$/);
      await screen.type('/');
      await screen.waitForLine(-2, /^search/);
      await screen.type('line 1\r');
      await screen.waitForLine(2, /\/line 1 11\/11/);
      await screen.type('N');
      await screen.waitForLine(2, /\/line 1 10\/11/);
      await screen.type('y');
      await screen.waitForLine(-1, /copied .*line 18/);
      assert.match(copied(screen), /^\d\d:\d\d:\d\d {2}warn {3}breaker {2}line 18$/);
      await screen.type('nn');
      await screen.waitForLine(-1, /the search goes on at the beginning/);
      await screen.type('/');
      await screen.type('/(/\r');
      await screen.waitForLine(-1, /is no regular expression/);
      await screen.type(ESCAPE);
      await screen.type('l');
      await screen.waitForLine(2, /level:warn/);
      await screen.waitFor(() => !screen.text.includes('line 59'));
      await screen.type('f');
      await screen.waitForLine(2, /follow/);
      await screen.type('tt');
      await screen.waitFor(/^│ {2}warn {3}source {3}line 45/m);
      await screen.type('p');
      await screen.waitForLine(2, /frozen/);
      await screen.type('p');
      await screen.waitForLine(2, /follow/);
    }));

  test('/ in the empty prompt searches a long result, and the keys stay there; Esc leads back', () =>
    shell(async (screen) => {
      await screen.type('lines 60\r');
      await screen.waitFor(/8 output ─+ 42 lines below/);
      await screen.type('/');
      await screen.waitForLine(-2, /^search/);
      await screen.type('row 4\r');
      await screen.waitFor(/\/row 4 1\/11/);
      await screen.type('n');
      await screen.waitFor(/\/row 4 2\/11/);
      await screen.type(ESCAPE);
      await screen.waitFor(/6 top proxies/);
    }));

  test('the output: the command above its result, from result to result, search, Y', () =>
    shell(async (screen) => {
      await screen.type('echo first\r');
      await screen.type('lines 60\r');
      await screen.type(`${ESCAPE}${ESCAPE}8z`);
      await screen.waitForLine(1, /^┌─ 8 output/);
      await screen.type('\x1b[6~');
      await screen.waitForLine(2, /^│ ❯ lines 60 ─/);
      await screen.type('{');
      await screen.waitForLine(2, /^│ ❯ lines 60 +│/);
      await screen.type('{');
      await screen.waitForLine(2, /^│ ❯ echo first/);
      await screen.type('/');
      await screen.type('row 42\r');
      await screen.waitForLine(1, /\/row 42 1\/1/);
      await screen.type('Y');
      await screen.waitForLine(-1, /copied 60 lines/);
      assert.match(copied(screen), /^row 1\nrow 2\n[^]*row 60$/);
      await screen.type('w');
      await screen.waitForLine(-1, /long lines are folded/);
    }));

  test('the manual: contents, Enter types, the search goes over everything', () =>
    shell(async (screen) => {
      await screen.type(`${ESCAPE}[`);
      await screen.waitForLine(3, /▶ first steps +│ first steps/);
      await screen.type('/');
      await screen.type('shows everything known about one proxy\r');
      await screen.waitForLine(2, /\/shows everything known about one proxy 1\/2/);
      await screen.waitFor(/▶ proxies +│/);
      // The line that was found is stood on.
      await screen.type('\r');
      await screen.waitForLine(-2, /^❯ proxies show( |$)/);
    }));

  test("a proxy's page: opened from the table, next row, tag typed by its id, copies, back", () =>
    shell(async (screen) => {
      await screen.type(`${ESCAPE}]`);
      await screen.waitFor(/192\.0\.2\.1:8000/);
      await screen.type('\r');
      await screen.waitFor(/│ 192\.0\.2\.1:8000 {2}#1 {2}working/);
      await screen.waitFor(/reliability .*0\.700 × 0\.30 = 0\.210/);
      await screen.type('n');
      await screen.waitFor(/│ 192\.0\.2\.2:8001 {2}#2 {2}working/);
      await screen.type('N');
      await screen.waitFor(/│ 192\.0\.2\.1:8000 {2}#1 /);
      await screen.type('Y');
      await screen.waitForLine(-1, /copied curl -x/);
      assert.equal(copied(screen), 'curl -x http://192.0.2.1:8000 http://example.com/');
      await screen.type('t');
      await screen.waitForLine(-2, /^❯ proxies tag 1/);
      await screen.type('\x03');
      await screen.type(ESCAPE);
      await screen.type('n');
      await screen.waitFor(/│ 192\.0\.2\.2:8001 {2}#2 /);
      // Back leads to the table, however many rows one went along.
      await screen.type(ESCAPE);
      await screen.waitForLine(2, /^┌─ proxies ─/);
    }));
});
