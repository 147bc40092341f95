/** The output as a pager: the command above its result, from result to result, cut tables sideways, searching, freezing, copying. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PanelAction } from '../../../src/command/screen.ts';
import { theatre, type Theatre } from '../../help/theatre.ts';

interface Pager extends Theatre {
  act(action: PanelAction): boolean;
  /** The rows of the output's inside. */
  rows(): string[];
  result(command: string, rows: number, name?: string): void;
}

/** The output with all the room of 80x16: rows of 76 cells. */
async function pager(): Promise<Pager> {
  const stage = await theatre(80, 16);
  stage.navigation.lookAt('output');
  stage.navigation.zoomed = true;
  const { output } = stage;
  return {
    ...stage,
    act: (action) => stage.panel('output').act!(action, stage.scene(true), stage.port),
    rows: () =>
      stage
        .frame({ typing: false })
        .split('\n')
        .slice(2, -3)
        .map((row) => row.slice(2, -2).trimEnd()),
    result: (command, rows, name = 'row') => {
      output.begin([[`❯ ${command}`, 'text']]);
      for (let row = 1; row <= rows; row++) output.write(`${name} ${row}\n`, 76);
      output.add('12 ms', 'text');
    },
  };
}

test('the command stays above its result as long as that goes on below', async () => {
  const { result, rows, act } = await pager();
  result('proxies list', 40);
  assert.match(rows()[0]!, /^❯ proxies list ─+$/);
  assert.equal(rows().at(-1), '12 ms');
  act({ kind: 'move', to: 'first' });
  assert.deepEqual(rows().slice(0, 3), ['❯ proxies list', 'row 1', 'row 2']);
  // Pages overlap by the row that the command covers.
  act({ kind: 'move', by: 1, unit: 'page' });
  assert.match(rows()[0]!, /^❯ proxies list ─/);
  assert.equal(rows()[1], 'row 11');
});

test('the command does not stand above the next one when only the last row of its result is left', async () => {
  const { result, rows } = await pager();
  result('one', 30, 'a');
  result('two', 8, 'b');
  assert.deepEqual(rows().slice(0, 2), ['12 ms', '❯ two']);
  const blank = await pager();
  blank.result('one', 30, 'a');
  blank.output.add('', 'text');
  blank.result('two', 7, 'b');
  assert.deepEqual(blank.rows().slice(0, 3), ['12 ms', '', '❯ two']);
});

test('the first row of a result is not covered by its command: of an error it says what is wrong', async () => {
  const { result, rows } = await pager();
  result('source rc', 10, 'error');
  assert.equal(rows()[0], 'error 1');
  result('source rc', 11, 'error');
  assert.match(rows()[0]!, /^❯ source rc ─/);
});

test('{ and } go from result to result, and say where there are no more', async () => {
  const { result, rows, act, asked } = await pager();
  result('one', 30, 'a');
  result('two', 3, 'b');
  result('three', 30, 'c');
  rows();
  act({ kind: 'jump', which: 'previous' });
  assert.deepEqual(rows().slice(0, 2), ['❯ three', 'c 1']);
  act({ kind: 'jump', which: 'previous' });
  assert.deepEqual(rows().slice(0, 2), ['❯ two', 'b 1']);
  act({ kind: 'jump', which: 'previous' });
  assert.deepEqual(rows().slice(0, 2), ['❯ one', 'a 1']);
  act({ kind: 'jump', which: 'previous' });
  assert.equal(asked.at(-1), 'tell there is no previous result');
  act({ kind: 'jump', which: 'next' });
  assert.deepEqual(rows().slice(0, 2), ['❯ two', 'b 1']);
});

test('a table is cut and shown sideways, words are folded; w folds all', async () => {
  const { output, rows, act, asked } = await pager();
  output.write(`${'x'.repeat(90)}RIGHT\n`, 120);
  output.add(`${'word '.repeat(20)}end`, 'text');
  assert.match(rows()[0]!, /^x{75}…$/);
  assert.match(rows()[2]!, /end$/);
  act({ kind: 'pan', which: 'right' });
  act({ kind: 'pan', which: 'right' });
  act({ kind: 'pan', which: 'right' });
  assert.match(rows()[0]!, /^x+RIGHT$/);
  act({ kind: 'wrap' });
  assert.match(rows()[1]!, /^x+RIGHT$/);
  assert.equal(asked.at(-1), 'tell long lines are folded');
  act({ kind: 'pan', which: 'right' });
  assert.match(asked.at(-1)!, /w cuts them/);
});

test('what was printed is searched, and the picked line copied; Y copies the data of a result', async () => {
  const { result, rows, act, asked, stage, frame } = await pager();
  result('one', 3, 'a');
  result('two', 30, 'b');
  rows();
  act({ kind: 'search', text: 'A 2' });
  act({ kind: 'search', text: 'a 2' });
  assert.match(frame({ typing: false }), /\/a 2 1\/1/);
  act({ kind: 'copy', what: 'row' });
  assert.equal(asked.at(-2), 'copy a 2');
  act({ kind: 'copy', what: 'all' });
  assert.equal(asked.at(-2), 'copy a 1\na 2\na 3');
  act({ kind: 'follow' });
  rows();
  assert.ok(stage.cells);
});

test('Y copies the last result where the end is followed; of one without data what it said', async () => {
  const { result, rows, act, asked, output } = await pager();
  result('one', 2, 'a');
  result('two', 2, 'b');
  rows();
  act({ kind: 'copy', what: 'all' });
  assert.deepEqual(asked.slice(-2), ['copy b 1\nb 2', 'tell copied 2 lines']);
  output.begin([['❯ three', 'text']]);
  output.add('\x1b[31mit failed\x1b[0m', 'text');
  rows();
  act({ kind: 'copy', what: 'all' });
  assert.equal(asked.at(-2), 'copy it failed');
});

test('frozen, it shows what was there', async () => {
  const { result, rows, act, frame } = await pager();
  result('one', 30);
  const before = rows();
  act({ kind: 'freeze' });
  result('two', 30, 'new');
  assert.deepEqual(rows(), before);
  assert.match(frame({ typing: false }), /frozen, 32 new/);
  act({ kind: 'follow' });
  assert.equal(rows().at(-2), 'new 30');
});

test('hostile output moves no cell and is copied as text', async () => {
  const { output, rows, act, asked } = await pager();
  output.begin([['❯ proxies list', 'text']]);
  output.write('\x1b[31mred\x1b[2J\x1b]0;title\x07\u202eevil\u200b 日本\n', 76);
  assert.doesNotMatch(rows().join(''), /[\x00-\x1f\u202e\u200b]/);
  assert.match(rows()[1]!, /^red/);
  act({ kind: 'copy', what: 'all' });
  assert.doesNotMatch(asked.at(-2)!, /[\x00-\x1f\u202e\u200b]/);
});

test('what is frozen is let go when it is cleared, however much came before that was seen', async () => {
  const { result, rows, act, output } = await pager();
  result('one', 3);
  act({ kind: 'freeze' });
  result('two', 3);
  assert.ok(!rows().includes('❯ two'));
  output.clear();
  result('three', 2);
  assert.deepEqual(rows().slice(0, 4), ['❯ three', 'row 1', 'row 2', '12 ms']);
  result('four', 1);
  assert.ok(rows().includes('❯ four'));
});

test('a clear lets go at once, not with the next frame: a key before that frame freezes what comes', async () => {
  const { result, rows, act, output } = await pager();
  result('one', 3);
  rows();
  act({ kind: 'freeze' });
  output.clear();
  result('two', 1);
  act({ kind: 'freeze' });
  result('three', 1);
  assert.ok(rows().includes('❯ two'));
  assert.ok(!rows().includes('❯ three'));
});
