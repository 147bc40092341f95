/** The list to choose from: what letters find, what keys move, what is taken. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Chooser, type Choice } from '../../../src/shell/overlays/chooser.ts';
import { resolveLooks } from '../../../src/shell/looks/looks.ts';
import { loadConfig } from '../../../src/core/config/config.ts';
import { Brush } from '../../../src/shell/paint/brush.ts';
import { Cells } from '../../../src/shell/paint/cells.ts';

const choice = (title: string, help: string): Choice => ({ title, help, action: { kind: 'run', line: title } });
const key = (chord: string) => ({ type: 'key', chord }) as const;
const text = (typed: string) => ({ type: 'text', text: typed }) as const;

function list(): Chooser {
  return new Chooser('a list', [
    choice('help', 'lists the commands, explains top'),
    choice('proxies top', 'the best proxies'),
    choice('stop everything', 'ends all'),
  ]);
}

function screenOf(chooser: Chooser): string {
  const cells = new Cells(60, 6);
  const { theme, utf8, graph } = resolveLooks(loadConfig({}), { colors: 256, utf8: true, background: null });
  chooser.paint(new Brush(cells, { x: 0, y: 0, width: 60, height: 6 }, theme, utf8, graph));
  return cells.toText();
}

test('names come before what only the help mentions; Enter takes the chosen one', () => {
  const chooser = list();
  for (const letter of 'top') chooser.handle(text(letter));
  assert.match(screenOf(chooser), /❯ top +3 of 3\n▶ proxies top[^]*stop everything[^]*help/);
  assert.deepEqual(chooser.handle(key('enter')), { kind: 'run', line: 'proxies top' });
});

test('arrows stop at the ends, letters that nothing has find nothing, Backspace brings it back', () => {
  const chooser = list();
  chooser.handle(key('up'));
  for (let step = 0; step < 5; step++) chooser.handle(key('down'));
  assert.deepEqual(chooser.handle(key('enter')), { kind: 'run', line: 'stop everything' });
  chooser.handle(text('zzz'));
  assert.match(screenOf(chooser), /nothing like that/);
  assert.deepEqual(chooser.handle(key('enter')), { kind: 'stay' });
  chooser.handle(key('C-u'));
  assert.match(screenOf(chooser), /3 of 3/);
});

test('what is typed chooses the best, wherever the choice stood', () => {
  const chooser = list();
  chooser.handle(key('down'));
  chooser.handle(key('down'));
  chooser.handle(text('o'));
  assert.match(screenOf(chooser).split('\n')[1]!, /^▶/);
});

test('a click takes a row, Escape closes, a pasted line break is a blank', () => {
  const chooser = list();
  const press = { type: 'mouse', kind: 'press', x: 3, y: 2, button: 0 } as const;
  screenOf(chooser);
  assert.deepEqual(chooser.handle(press), { kind: 'run', line: 'proxies top' });
  assert.deepEqual(chooser.handle({ ...press, y: 30 }), { kind: 'stay' });
  chooser.handle({ type: 'paste', text: 'stop\nevery' });
  assert.match(screenOf(chooser), /❯ stop every/);
  assert.deepEqual(chooser.handle(key('escape')), { kind: 'close' });
});
