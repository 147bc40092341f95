/** The scroller over a text that grows and forgets: following, keeping its place, searching, picking, going sideways. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { Brush } from '../../../src/shell/paint/brush.ts';
import { Cells } from '../../../src/shell/paint/cells.ts';
import { plainText, type TextLines } from '../../../src/shell/text/lines.ts';
import { Scroller, type ScrollerOptions } from '../../../src/shell/text/scroller.ts';
import { themeFor } from '../../../src/shell/theme-set.ts';

const theme = themeFor('dark', 256);

class Lines implements TextLines {
  first = 0;
  readonly #texts: string[] = [];
  get end(): number {
    return this.#texts.length;
  }
  add(...texts: string[]): void {
    for (const text of texts) this.#texts.push(text);
  }
  line(number: number) {
    const segments = [[this.text(number), theme.text] as const];
    return { segments, hang: 0, folded: 'wanted' as const, above: null };
  }
  text(number: number): string {
    return number < this.first ? '' : (this.#texts[number] ?? '');
  }
}

interface Stand {
  readonly scroller: Scroller;
  readonly lines: Lines;
  readonly told: string[];
  readonly port: { tell(text: string): void; touch(): void };
  rows(height?: number): string[];
}

function stand(options: Partial<ScrollerOptions> = {}, width = 20, usual = 5): Stand {
  const scroller = new Scroller({ follows: true, folds: true, ...options });
  const lines = new Lines();
  const told: string[] = [];
  return {
    scroller,
    lines,
    told,
    port: { tell: (text) => void told.push(text), touch: () => void told.push('touch') },
    rows: (height = usual) => {
      const cells = new Cells(width, height);
      scroller.paint(new Brush(cells, { x: 0, y: 0, width, height }, theme, true), lines);
      return cells.toText().split('\n');
    },
  };
}

const numbered = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, index) => `line ${from + index}`);

test('it follows the end, stays where it is scrolled to while lines come, and follows again at the end', () => {
  const { scroller, lines, rows } = stand();
  lines.add(...numbered(0, 20));
  assert.deepEqual(rows(), numbered(15, 20));
  assert.equal(scroller.isFollowing, true);
  scroller.scroll(-3);
  assert.deepEqual(rows(), numbered(12, 17));
  lines.add(...numbered(20, 30));
  assert.deepEqual(rows(), numbered(12, 17));
  assert.equal(scroller.heading(), '13 lines below');
  scroller.scroll(13);
  assert.equal(scroller.isFollowing, true);
  lines.add('line 30');
  assert.deepEqual(rows(), numbered(26, 31));
  scroller.follow();
  lines.add('line 31');
  assert.deepEqual(rows(), numbered(26, 31));
});

test('what falls off takes the place along only when it is gone itself', () => {
  const { scroller, lines, rows } = stand();
  lines.add(...numbered(0, 20));
  rows();
  scroller.scroll(-10);
  assert.deepEqual(rows(), numbered(5, 10));
  lines.first = 5;
  assert.deepEqual(rows(), numbered(5, 10));
  lines.first = 8;
  assert.deepEqual(rows(), numbered(8, 13));
  assert.equal(scroller.isFollowing, false);
});

test('a text that is read begins with its beginning and ends with its last row', () => {
  const { scroller, lines, rows } = stand({ follows: false });
  lines.add(...numbered(0, 8));
  assert.deepEqual(rows(), numbered(0, 5));
  scroller.move(1, 'page');
  assert.deepEqual(rows(), numbered(3, 8));
  lines.add('more');
  assert.deepEqual(rows(), numbered(3, 8));
  scroller.moveTo('first');
  assert.deepEqual(rows(), numbered(0, 5));
});

test('folded lines scroll by rows; cut ones go sideways', () => {
  const { scroller, lines, rows } = stand({}, 10, 3);
  lines.add('one two three four five', 'end');
  assert.deepEqual(rows(), ['three four', 'five', 'end']);
  scroller.scroll(-1);
  assert.deepEqual(rows(), ['one two', 'three four', 'five']);
  assert.equal(scroller.panBy('right'), false);
  scroller.wrap();
  assert.deepEqual(rows(), ['one two t…', 'end', '']);
  assert.equal(scroller.panBy('right'), true);
  assert.deepEqual(rows(), ['three fou…', '', '']);
  assert.match(scroller.heading(), /from column 9/);
  // What is new is read from its first column on.
  lines.add('heap 12345');
  scroller.reveal(2);
  assert.equal(rows()[2], 'heap 12345');
  assert.doesNotMatch(scroller.heading(), /from column/);
});

test('a search goes from hit to hit and round the ends, says which it is, and ends with nothing', () => {
  const { scroller, lines, rows, port, told } = stand();
  lines.add(...numbered(0, 40));
  rows();
  // Who follows the end looks for the newest.
  scroller.searchFor('line 1', port);
  assert.match(rows().join(), /line 19/);
  assert.equal(scroller.search.heading(scroller.picked), '/line 1 11/11');
  scroller.find('next', port);
  rows();
  assert.deepEqual([scroller.picked, told], [1, ['the search goes on at the beginning']]);
  scroller.find('next', port);
  assert.equal(scroller.picked, 10);
  scroller.find('previous', port);
  scroller.find('previous', port);
  assert.deepEqual([scroller.picked, told[1]], [19, 'the search goes on at the end']);
  lines.add('line 100');
  rows();
  assert.equal(scroller.search.heading(scroller.picked), '/line 1 11/12');
  lines.first = 12;
  rows();
  assert.equal(scroller.search.heading(scroller.picked), '/line 1 8/9');
  scroller.searchFor('none of it', port);
  assert.equal(told.at(-1), 'nothing like none of it');
  scroller.searchFor('', port);
  assert.equal(scroller.search.heading(null), '');
  assert.throws(() => scroller.searchFor('/(/', port), /no regular expression/);
});

test('in a long text a hit is found a moment later, and no slice takes long', async () => {
  const { scroller, lines, rows, told } = stand();
  for (let number = 0; number < 100_000; number += 1000) lines.add(...numbered(number, number + 1000));
  rows();
  const { promise, resolve } = Promise.withResolvers<void>();
  const before = process.cpuUsage();
  scroller.searchFor('line 77', { tell: (text) => void told.push(text), touch: resolve });
  const { user, system } = process.cpuUsage(before);
  assert.ok((user + system) / 1000 < 20, 'it looked through all of it at once');
  assert.equal(scroller.picked, null);
  await promise;
  assert.equal(scroller.search.heading(scroller.picked), '/line 77 1,111/1,111');
});

test('the matched characters have the look of matches, those of the picked line its own', () => {
  const cells = new Cells(12, 2);
  const lines = new Lines();
  lines.add('an apple', 'no');
  const scroller = new Scroller({ follows: false, folds: true });
  const paint = (): void => scroller.paint(new Brush(cells, { x: 0, y: 0, width: 12, height: 2 }, theme, true), lines);
  paint();
  scroller.search.set('apple');
  paint();
  assert.deepEqual([cells.styles[0], cells.styles[3], cells.styles[7]], [theme.text, theme.match, theme.match]);
  scroller.pick(0);
  paint();
  assert.equal(cells.styles[0], theme.selected);
  assert.equal(cells.styles[11], theme.selected);
  assert.notEqual(cells.styles[3], theme.selected);
});

test('whatever is done to it, the rows are rows of the text that follow each other, and the end is never passed', () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('scroll' as const), by: fc.integer({ min: -30, max: 30 }) }),
    fc.record({ do: fc.constant('add' as const), by: fc.integer({ min: 0, max: 20 }) }),
    fc.record({ do: fc.constant('drop' as const), by: fc.integer({ min: 0, max: 20 }) }),
    fc.record({ do: fc.constantFrom('wrap', 'first', 'last', 'follow', 'pick', 'reveal', 'size'), by: fc.nat(40) }),
  );
  fc.assert(
    fc.property(fc.boolean(), fc.array(step, { maxLength: 30 }), (follows, steps) => {
      const { scroller, lines, rows } = stand({ follows });
      lines.add('first of all');
      let height = 5;
      rows(height);
      for (const { do: what, by } of steps) {
        if (what === 'scroll') scroller.scroll(by);
        else if (what === 'add')
          lines.add(...Array.from({ length: by }, (_, index) => `${lines.end + index} ${'word '.repeat(index % 9)}.`));
        else if (what === 'drop') lines.first = Math.min(lines.end - 1, lines.first + by);
        else if (what === 'wrap') scroller.wrap();
        else if (what === 'follow') scroller.follow();
        else if (what === 'pick') scroller.pick(lines.first + (by % (lines.end - lines.first)));
        else if (what === 'reveal') scroller.reveal(by);
        else if (what === 'size') height = 1 + (by % 12);
        else scroller.moveTo(what as 'first' | 'last');
        const shown = rows(height);
        const { visible } = scroller;
        assert.ok(visible.length > 0);
        assert.ok(
          visible.every((line, index) => line === visible[0]! + index && line >= lines.first && line < lines.end),
        );
        // There is no empty row as long as there are lines above.
        if (shown.includes('')) assert.equal(visible[0], lines.first);
        if (what === 'pick') assert.ok(visible.includes(scroller.picked!));
        if (scroller.isFollowing) assert.equal(visible.at(-1), lines.end - 1);
        assert.ok(plainText(lines.line(visible[0]!).segments).length > 0);
      }
    }),
    { numRuns: 300 },
  );
});
