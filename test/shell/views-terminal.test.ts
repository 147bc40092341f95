/** Views, palette, keys of one's own, layouts and the mouse, in a real pseudo terminal at 120x36. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import type { PtyScreen } from '../help/pty-screen.ts';
import { withShell } from '../help/with-shell.ts';

const root = mkdtempSync(join(tmpdir(), 'refbot-views-'));
after(() => rmSync(root, { recursive: true }));

let shells = 0;

/** A shell with a folder of its own; `keys` is its keys.conf. */
function shell(use: (screen: PtyScreen, folder: string) => Promise<void>, keys?: string): Promise<void> {
  const folder = mkdtempSync(join(root, `${++shells}-`));
  if (keys !== undefined) writeFileSync(join(folder, 'keys.conf'), keys);
  return withShell({ cwd: folder }, [join(folder, 'history')], (screen) => use(screen, folder));
}

const press = (x: number, y: number): string => `\x1b[<0;${x + 1};${y + 1}M\x1b[<0;${x + 1};${y + 1}m`;
const ESCAPE = '\x1b[27u';
/** Column and row of a text on the screen. */
function find(screen: PtyScreen, text: string): readonly [number, number] {
  const row = screen.lines.findIndex((line) => line.includes(text));
  assert.ok(row >= 0, `${text} is not on the screen\n${screen.text}`);
  return [screen.lines[row]!.indexOf(text), row];
}

describe('at 120x36', { concurrency: 2 }, () => {
  test('views: ] and [ go along the row, - to the last one, Escape back to the dashboard and to the prompt', () =>
    shell(async (screen) => {
      await screen.type(ESCAPE);
      await screen.type(']');
      await screen.waitForLine(1, /^ dashboard {2}proxies {2}sources/);
      await screen.waitForLine(2, /^┌─ proxies ─/);
      await screen.type(']]');
      await screen.waitForLine(2, /^┌─ jobs ─/);
      await screen.type('[');
      await screen.waitForLine(2, /^┌─ sources ─/);
      await screen.type('-');
      await screen.waitForLine(2, /^┌─ jobs ─/);
      await screen.type(ESCAPE);
      await screen.waitForLine(1, /^┌─ 1 throughput/);
      await screen.type(ESCAPE);
      await screen.waitForLine(-1, /\^R history/);
    }));

  test('a row of the table leads to the proxy and its breadcrumbs back', () =>
    shell(async (screen) => {
      await screen.type(`${ESCAPE}]\r`);
      await screen.waitForLine(2, /^┌─ proxies › (?:1|192\.0\.2\.1:8000) ─/);
      await screen.type(ESCAPE);
      await screen.waitForLine(2, /^┌─ proxies ─/);
    }));

  test('a command typed in another view shows its result below it; Escape gives the room back', () =>
    shell(async (screen) => {
      await screen.type(`${ESCAPE}]]:`);
      await screen.type('lines 3\r');
      await screen.waitFor(/┌─ sources ─[^]*┌─ output ─[^]*row 3/);
      await screen.type(ESCAPE);
      await screen.waitFor(() => !screen.text.includes('─ output ─'));
      assert.match(screen.lines[2]!, /^┌─ sources ─/);
    }));

  test('the palette finds commands and keys by letters, runs what needs nothing and types what needs more', () =>
    shell(async (screen) => {
      await screen.type('\x10');
      await screen.waitFor(/┌─ commands and keys ─/);
      await screen.type('view jobs\r');
      await screen.waitForLine(2, /^┌─ jobs ─/);
      await screen.type('\x10');
      await screen.type('proxies tag');
      await screen.waitFor(/▶ proxies tag +Puts a tag on proxies/);
      await screen.type('\r');
      await screen.waitForLine(-2, /^❯ proxies tag$/);
      await screen.type('\x15\x10');
      await screen.type('zoom\r');
      await screen.waitForLine(1, /^┌─ jobs ─/);
    }));

  test('F1 shows the keys that hold here, those of the panel first', () =>
    shell(async (screen) => {
      await screen.type(`${ESCAPE}\x1bOP`);
      await screen.waitFor(/┌─ keys ─[^]*in top-proxies[^]*in tables[^]*in the panels/);
      await screen.type('x');
      await screen.waitFor(() => !/┌─ keys ─/.test(screen.text));
    }));

  test('keys of one’s own hold at once, change while the shell runs, and say what is wrong with them', () =>
    shell(async (screen, folder) => {
      await screen.type(ESCAPE);
      await screen.type('X');
      await screen.waitFor(/❯ echo mine/);
      await screen.waitForLine(-1, /mine/);
      await screen.waitFor(/keys\.conf:2: Hyper-q/);
      writeFileSync(join(folder, 'keys.conf'), 'panel X echo changed\n');
      await screen.waitFor(/read again: keys of your own: 1/);
      await screen.type('X');
      await screen.waitFor(/❯ echo changed/);
    }, 'panel X echo mine\npanel Hyper-q quit\n'));

  test('layouts go round, borders move and come back', () =>
    shell(async (screen) => {
      await screen.type(ESCAPE);
      const width = screen.lines[1]!.indexOf('┐');
      await screen.type('>');
      await screen.waitFor(() => screen.lines[1]!.indexOf('┐') > width);
      await screen.type('=');
      await screen.waitFor(() => screen.lines[1]!.indexOf('┐') === width);
      await screen.type('LL');
      await screen.waitForLine(1, /^┌─ 2 statistics/);
      await screen.type('L');
      await screen.waitForLine(1, /^ 1 rate/);
      await screen.type('LL');
      await screen.waitForLine(1, /^┌─ 1 throughput/);
    }));

  test('the mouse: tabs, rows, double click, and giving it to the terminal', () =>
    shell(async (screen) => {
      await screen.type(press(...find(screen, '192.0.2.3:8002')));
      await screen.waitFor(/▶ 192\.0\.2\.3:8002/);
      await screen.type(`${ESCAPE}]`);
      await screen.type(press(...find(screen, 'options')));
      await screen.waitForLine(2, /^┌─ options ─/);
      await screen.type('\x1bOS');
      await screen.waitFor(() => screen.modes.mouseTrackingMode === 'none');
      await screen.type('\x1bOS');
      await screen.waitFor(() => screen.modes.mouseTrackingMode === 'drag');
    }));

  test('y hands the row to the clipboard of the terminal', () =>
    shell(async (screen) => {
      await screen.type(`${ESCAPE}y`);
      await screen.waitFor(() => /\x1b\]52;c;[A-Za-z0-9+/=]+\x07/.test(screen.raw));
      const sent = /\x1b\]52;c;([A-Za-z0-9+/=]+)\x07/.exec(screen.raw)![1]!;
      assert.match(Buffer.from(sent, 'base64').toString(), /192\.0\.2\.1:8000/);
    }));
});
