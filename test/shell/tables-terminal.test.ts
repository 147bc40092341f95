/** Tables in a real pseudo terminal: drilling down, sorting, filters, marks, freezing and the clipboard by keys and mouse. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import type { PtyScreen } from '../help/pty-screen.ts';
import { withShell } from '../help/with-shell.ts';

const root = mkdtempSync(join(tmpdir(), 'refbot-tables-'));
after(() => rmSync(root, { recursive: true }));

const ESCAPE = '\x1b[27u';
const DOWN = '\x1b[B';
const press = (x: number, y: number): string => `\x1b[<0;${x + 1};${y + 1}M\x1b[<0;${x + 1};${y + 1}m`;

let shells = 0;
/** A shell that shows the pool, with the keys in its table. */
function pool(use: (screen: PtyScreen) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(root, `${++shells}-`));
  return withShell({ cwd: folder }, [join(folder, 'history')], async (screen) => {
    await screen.type(`${ESCAPE}]`);
    await screen.waitFor(/─ 1-29 of 1,377 {2}by score▼ ┐[^]*▶ 192\.0\.2\.1:8000/);
    await use(screen);
  });
}

/** What was handed to the clipboard last. */
function clipboard(screen: PtyScreen): string {
  const sent = [...screen.raw.matchAll(/\x1b\]52;c;([A-Za-z0-9+/=]+)\x07/g)].at(-1)?.[1] ?? '';
  return Buffer.from(sent, 'base64').toString();
}

describe('tables at 120x36', { concurrency: 2 }, () => {
  test('sort by keys and by clicks on the head', () =>
    pool(async (screen) => {
      await screen.type('r');
      await screen.waitFor(/by score▲[^]*192\.0\.2\.191:8952/);
      await screen.type('s');
      await screen.waitFor(/by protocols▲/);
      await screen.type('\x1b[D\x1b[D');
      await screen.waitFor(/by latency▲/);
      const x = screen.lines[3]!.indexOf('status');
      await screen.type(press(x, 3));
      await screen.waitFor(/by status▲/);
      await screen.type(press(x, 3));
      await screen.waitFor(/by status▼/);
    }));

  test('a filter is asked for in the prompt line, mended when it is wrong, and taken away again', () =>
    pool(async (screen) => {
      await screen.type('/');
      await screen.waitForLine(-2, /^filter/);
      await screen.type('contry = DE\r');
      await screen.waitForLine(-1, /there is no field contry.*did you mean country/);
      await screen.type('\x15country = DE and latency < 130ms\r');
      await screen.waitFor(/1-3 of 3 {2}by score▼ {2}\/ country = DE and latency < 130ms/);
      await screen.type('/\x15!/8001/\r');
      await screen.waitFor(/of 1,376 {2}by score▼ {2}\/ !\/8001\//);
      await screen.type('\x7f');
      await screen.waitFor(/of 1,377 {2}by score▼ ┐/);
    }));

  test('a filter holds while it is typed, and Escape brings the one of before back', () =>
    pool(async (screen) => {
      await screen.type('/elite\r');
      await screen.waitFor(/of 459 {2}by score▼ {2}\/ elite ┐/);
      await screen.type('/\x15anon');
      await screen.waitFor(/of 918 {2}by score▼ {2}\/ anon ┐/);
      await screen.waitForLine(-2, /^filter.* anon$/);
      // What is no filter yet leaves the rows as they are.
      await screen.type('\x15country =');
      await screen.waitFor(/of [\d,]+ {2}by score▼ {2}\/ country ┐/);
      await screen.type(ESCAPE);
      await screen.waitFor(/of 459 {2}by score▼ {2}\/ elite ┐/);
      await screen.waitForLine(-2, /^❯$/);
    }));

  test('marks by Space and v, and what y and Y hand to the clipboard', () =>
    pool(async (screen) => {
      await screen.type(` ${DOWN}${DOWN}v`);
      await screen.waitFor(/by score▼ {2}4 marked[^]*\* 192\.0\.2\.1:8000[^]*▶\*192\.0\.2\.4:8003/);
      await screen.type('y');
      await screen.waitForLine(-1, /copied 192\.0\.2\.4:8003/);
      assert.equal(clipboard(screen), '192.0.2.4:8003');
      await screen.type('/latency < 125ms\r');
      await screen.waitFor(/1-2 of 2/);
      await screen.type('Y');
      await screen.waitForLine(-1, /copied 2 rows/);
      assert.match(
        clipboard(screen),
        /^address\tlatency\t[^\n]*\n192\.0\.2\.1:8000\t120 ms\t[^\n]*\n192\.0\.2\.2:8001\t[^\n]*$/,
      );
      await screen.type('u');
      await screen.waitFor(() => !/marked/.test(screen.text));
    }));

  test('p freezes and lets go; Enter drills down and Escape comes back to the row', () =>
    pool(async (screen) => {
      await screen.type('p');
      await screen.waitFor(/by score▼ {2}frozen ┐/);
      await screen.type(`p${DOWN}${DOWN}\r`);
      await screen.waitForLine(2, /^┌─ proxies › /);
      await screen.type(ESCAPE);
      await screen.waitFor(/▶ 192\.0\.2\.3:8002/);
    }));

  test('the wheel scrolls, a click puts the cursor, a second one opens', () =>
    pool(async (screen) => {
      await screen.type('\x1b[<65;10;10M');
      await screen.waitFor(/─ 4-32 of 1,377/);
      const row = screen.lines.findIndex((line) => line.includes('192.0.2.9:8008'));
      await screen.type(press(10, row));
      await screen.waitFor(/▶ 192\.0\.2\.9:8008/);
      await screen.type(press(10, row));
      await screen.waitForLine(2, /^┌─ proxies › /);
    }));

  test('an option under the cursor is typed into the prompt', () =>
    pool(async (screen) => {
      await screen.type(']]]]]]');
      await screen.waitFor(/┌─ options ─[^]*▶ analytics\.enabled/);
      await screen.type('//^timeout$/\r');
      await screen.waitFor(/1-1 of 1 /);
      await screen.type('\r');
      await screen.waitForLine(-2, /^❯ config set timeout 8s/);
    }));
});
