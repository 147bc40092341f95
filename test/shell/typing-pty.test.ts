/**
 * What the real program shows while somebody types, in a real pseudo terminal with folders of its own: colours, grey text,
 * lists, the editor, clicks on keys.
 */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Style } from '../../src/shell/paint/style.ts';
import { themeFor } from '../../src/shell/theme-set.ts';
import { PtyScreen } from '../help/pty-screen.ts';

const REFBOT = fileURLToPath(new URL('../../bin/refbot.js', import.meta.url));
const theme = themeFor('dark', 256);
const HISTORY = [
  'proxies top 5 --country DE',
  'proxies list | where latency < 300ms',
  'echo one two',
  'proxies top 5 --contry FR',
];
const CLEAR = '\x03';
const ROWS = 36;

/** Runs the program with these lines in its history. */
async function start(folder: string, config: object = {}): Promise<PtyScreen> {
  for (const name of ['state/refbot', 'config/refbot', 'run'])
    mkdirSync(join(folder, name), { recursive: true, mode: 0o700 });
  writeFileSync(join(folder, 'state/refbot/history'), `${HISTORY.join('\n')}\n`);
  writeFileSync(join(folder, 'config/refbot/config.json'), JSON.stringify(config));
  const editor = join(folder, 'editor.sh');
  writeFileSync(editor, '#!/bin/sh\nsed s/one/edited/ "$1" > "$1.new" && mv "$1.new" "$1"\n', { mode: 0o700 });
  const screen = new PtyScreen(process.execPath, [REFBOT, 'shell'], {
    rows: ROWS,
    cwd: folder,
    env: {
      HOME: folder,
      TERM: 'xterm-256color',
      XDG_STATE_HOME: join(folder, 'state'),
      XDG_CONFIG_HOME: join(folder, 'config'),
      XDG_RUNTIME_DIR: join(folder, 'run'),
      EDITOR: editor,
      VISUAL: '',
    },
  });
  await screen.waitFor(() => screen.idleMarks > 0);
  return screen;
}

/** Where a text stands in a row of the screen. */
function placeOf(screen: PtyScreen, row: number, text: string): { x: number; y: number } {
  const y = (row + ROWS) % ROWS;
  const x = screen.lines[y]!.indexOf(text);
  assert.ok(x >= 0, `${text} is not in ${screen.lines[y]}`);
  return { x, y };
}

function looks(screen: PtyScreen, row: number, text: string): Style[] {
  const { x, y } = placeOf(screen, row, text);
  return [...new Set(Array.from(text, (_, index) => screen.style(x + index, y)))];
}

async function click(screen: PtyScreen, row: number, text: string): Promise<void> {
  const { x, y } = placeOf(screen, row, text);
  await screen.type(`\x1b[<0;${x + 1};${y + 1}M\x1b[<0;${x + 1};${y + 1}m`);
}

describe('while somebody types', () => {
  const folder = mkdtempSync(join(tmpdir(), 'refbot-typing-'));
  let screen: PtyScreen;
  before(async () => {
    screen = await start(folder);
  });
  after(async () => {
    await screen.close();
    rmSync(folder, { recursive: true, force: true });
  });
  afterEach(async () => {
    await screen.type(`x${CLEAR}`);
    await screen.waitForLine(-2, /^❯$/);
  });

  test('what can become right is not red yet; what cannot is, with its reason below', async () => {
    await screen.type('proxies top 5 --cou');
    await screen.waitForLine(-2, /^❯ proxies top 5 --cou/);
    assert.deepEqual(looks(screen, -2, '--cou'), [theme.accent]);
    await screen.type('x');
    await screen.waitForLine(-1, /unknown flag --coux/);
    assert.deepEqual(looks(screen, -2, '--coux'), [theme.invalid]);
    assert.deepEqual(looks(screen, -2, 'proxies'), [theme.strong]);
    assert.deepEqual(looks(screen, -1, 'unknown flag'), [theme.bad]);
  });

  test('a syntax error in the middle is red where it is, whatever stands behind it', async () => {
    await screen.type('echo a | | count');
    await screen.waitFor(() => looks(screen, -2, '| |').includes(theme.invalid));
    await screen.waitForLine(-1, /[a-z]/);
    assert.notDeepEqual(looks(screen, -2, 'echo'), [theme.invalid]);
  });

  test('the grey suggestion is the newest line of the history that is still right; else the parameters stand there', async () => {
    await screen.type('proxies top 5 --co');
    await screen.waitForLine(-2, /^❯ proxies top 5 --country DE$/);
    assert.deepEqual(looks(screen, -2, 'untry DE'), [theme.ghost]);
    await screen.type('\x1b[C');
    await screen.waitFor(() => screen.cursor.x === '❯ proxies top 5 --country DE'.length);
    await screen.type(`${CLEAR}proxies tag `);
    await screen.waitForLine(-2, /^❯ proxies tag <proxies>/);
    assert.deepEqual(looks(screen, -2, '<proxies>'), [theme.ghost]);
  });

  test('Tab meets letters anywhere in a flag', async () => {
    await screen.type('proxies top --cntr\t');
    await screen.waitForLine(-2, /^❯ proxies top --country /);
  });

  test('Ctrl-R lists the lines that were run; Tab edits the one that is chosen', async () => {
    await screen.type('\x12latency');
    await screen.waitForLine(-2, /^history latency/);
    await screen.waitForLine(-3, /^│ proxies list \| where latency < 300ms/);
    await screen.type('\t');
    await screen.waitForLine(-2, /^❯ proxies list \| where latency < 300ms/);
  });

  test('Ctrl-X Ctrl-E edits the line in $EDITOR; what it gives back waits for Enter', async () => {
    await screen.type('echo one two');
    screen.write('\x18\x05');
    await screen.waitForLine(-2, /^❯ echo edited two$/);
    await screen.waitFor(() => screen.isAlternate);
    assert.ok(!screen.lines.some((line) => line.startsWith('│ edited two')));
    await screen.type('\r');
    await screen.waitFor(/│ edited two/);
  });

  test('a pasted block runs when asked, and then as a whole', async () => {
    await screen.type('\x1b[200~let who = pasted\necho "and $who"\n\x1b[201~');
    await screen.waitForLine(-1, /a pasted block of \d lines/);
    assert.ok(!/│ and pasted/.test(screen.text));
    await screen.type('\r');
    await screen.waitFor(/│ and pasted/);
  });

  test('a click on a key of the lowest line presses it', async () => {
    await click(screen, -1, 'F1 help');
    await screen.waitFor(/┌─ keys ─/);
    await click(screen, -1, 'close');
    await screen.waitFor(() => !/┌─ keys ─/.test(screen.text));
    await screen.type('proxies top --cntr');
    await click(screen, -1, 'Tab complete');
    await screen.waitForLine(-2, /^❯ proxies top --country /);
  });
});

test('the keys of vi: modes in the sign, Escape to commands and then to the panels', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'refbot-typing-vi-'));
  const screen = await start(folder, { prompt_mode: 'vi' });
  const escape = '\x1b[27u';
  try {
    await screen.waitForLine(-2, /^\[I\] ❯$/);
    await screen.type(`echo one two${escape}`);
    await screen.waitForLine(-2, /^\[N\] ❯ echo one two$/);
    await screen.type('bcwthree');
    await screen.waitForLine(-2, /^\[I\] ❯ echo one three/);
    await screen.type(`${escape}0`);
    await screen.waitFor(() => screen.cursor.x === '[N] ❯ '.length);
    await screen.type(escape);
    await screen.waitForLine(-1, /panel/);
    await screen.type(':');
    await screen.waitForLine(-2, /^\[I\] ❯ echo one three/);
    await screen.type('\rconfig set prompt_mode emacs\r');
    await screen.waitForLine(-2, /^❯$/);
  } finally {
    await screen.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
