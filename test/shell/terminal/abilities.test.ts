/** What a terminal is taken to be able to show, by its environment; and the capture of what libraries print. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { abilitiesOf, isDumb, shellRefusal } from '../../../src/shell/terminal/abilities.ts';
import { captureConsole } from '../../../src/shell/terminal/console-capture.ts';

test('colours and UTF-8 follow the environment', () => {
  const table: readonly (readonly [Record<string, string>, 0 | 16 | 256, boolean])[] = [
    [{ TERM: 'xterm-256color', LANG: 'en_GB.UTF-8' }, 256, true],
    [{ TERM: 'xterm-256color' }, 256, true],
    [{ TERM: 'xterm-256color', LANG: 'C' }, 256, false],
    [{ TERM: 'xterm-256color', LANG: 'en_GB.UTF-8', LC_ALL: 'POSIX' }, 256, false],
    [{ TERM: 'xterm-256color', LANG: 'de_DE.ISO-8859-1', LC_CTYPE: 'C.utf8' }, 256, true],
    [{ TERM: 'xterm', LANG: 'C.UTF-8' }, 16, true],
    [{ TERM: 'xterm', COLORTERM: 'truecolor', LANG: 'C.UTF-8' }, 256, true],
    [{ TERM: 'tmux', LANG: 'C.UTF-8' }, 256, true],
    [{ TERM: 'linux', LANG: 'C.UTF-8' }, 16, false],
    [{ TERM: 'vt100', LANG: 'C.UTF-8' }, 0, true],
    [{ TERM: 'xterm-256color', NO_COLOR: '1', LANG: 'C.UTF-8' }, 0, true],
    [{ TERM: 'xterm-256color', NO_COLOR: '', LANG: 'C.UTF-8' }, 256, true],
  ];
  for (const [env, colors, utf8] of table)
    assert.deepEqual(abilitiesOf(env, 'linux'), { colors, utf8, background: null }, JSON.stringify(env));
  assert.deepEqual(abilitiesOf({ TERM: 'xterm-256color', LANG: 'C' }, 'darwin').utf8, true);
});

test('the background is what the terminal says it is', () => {
  const table: readonly (readonly [string, 'dark' | 'light' | null])[] = [
    ['15;0', 'dark'],
    ['0;15', 'light'],
    ['0;7', 'light'],
    ['7;8', 'dark'],
    ['0;default;15', 'light'],
    ['12;default', null],
    ['15;234', null],
    ['', null],
  ];
  for (const [said, background] of table) assert.equal(abilitiesOf({ COLORFGBG: said }).background, background, said);
});

test('the shell refuses what is no terminal, and a dumb one', () => {
  const tty = { isTTY: true };
  assert.equal(shellRefusal(tty, tty), null);
  assert.match(shellRefusal(tty, {}) ?? '', /needs a terminal/);
  assert.match(shellRefusal({}, tty) ?? '', /needs a terminal/);
  assert.deepEqual(
    ['dumb', 'DUMB', 'xterm', undefined].map((TERM) => isDumb({ TERM })),
    [true, true, false, false],
  );
});

test('console, standard error and warnings become lines, and come back afterwards', async () => {
  const lines: string[] = [];
  const before = [console.log, process.stderr.write, process.listeners('warning').length];
  const release = captureConsole((level, area, text) => lines.push(`${level} ${area} ${text}`));
  try {
    console.log('a %d', 1);
    console.error('b');
    process.stderr.write('c\nd\n');
    process.emitWarning('e');
    await new Promise(setImmediate);
  } finally {
    release();
  }
  assert.deepEqual(lines, [
    'info console a 1',
    'error console b',
    'warn stderr c',
    'warn stderr d',
    'warn process Warning: e',
  ]);
  assert.equal(console.log, before[0]);
  assert.equal(process.listeners('warning').length, before[2]);
});
