/** The layout: named sizes, and for any size that nothing overlaps, leaves the screen or goes missing. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { type Layout, layoutFor, LAYOUTS, type LayoutWish } from '../../../src/shell/layout/layout.ts';
import type { Rect } from '../../../src/shell/paint/brush.ts';

const dashboard = { name: 'dashboard', panel: 'top-proxies' };
const wish: LayoutWish = {
  promptRows: 1,
  view: dashboard,
  focus: 'top-proxies',
  zoomed: false,
  output: 'usual',
  choice: 'auto',
  shift: { columns: 0, rows: 0 },
};
const names = (layout: Layout): string[] => layout.panels.map(({ name }) => name).sort();
const rectOf = (layout: Layout, name: string): Rect => layout.panels.find((panel) => panel.name === name)!.rect;

test('sizes choose the shape', () => {
  const table: readonly (readonly [number, number, Layout['kind']])[] = [
    [120, 36, 'dashboard'],
    [110, 30, 'dashboard'],
    [300, 80, 'dashboard'],
    [109, 30, 'narrow'],
    [60, 60, 'narrow'],
    [110, 29, 'list'],
    [80, 24, 'list'],
    [60, 16, 'list'],
    [59, 60, 'tiny'],
    [80, 15, 'tiny'],
    [40, 10, 'tiny'],
    [40, 8, 'tiny'],
    [39, 24, 'too-small'],
    [40, 7, 'too-small'],
    [20, 5, 'too-small'],
    [1, 1, 'too-small'],
  ];
  for (const [columns, rows, kind] of table)
    assert.equal(layoutFor(columns, rows, wish).kind, kind, `${columns}x${rows}`);
});

test('at 120x36 the table has room for eight proxies and the log for twenty lines', () => {
  const layout = layoutFor(120, 36, wish);
  assert.deepEqual(names(layout), [
    'configuration',
    'loading',
    'log',
    'output',
    'protocols',
    'statistics',
    'throughput',
    'top-proxies',
  ]);
  // Borders and the head of the table take their rows.
  assert.ok(rectOf(layout, 'top-proxies').height - 3 >= 8);
  assert.ok(rectOf(layout, 'log').height - 2 >= 20);
});

test('tabs show the focused panel above the output; the output alone has all of it', () => {
  assert.deepEqual(names(layoutFor(80, 24, wish)), ['output', 'top-proxies']);
  assert.deepEqual(names(layoutFor(80, 24, { ...wish, focus: 'output' })), ['output']);
});

test('zoom gives the focused panel everything between header and prompt', () => {
  const layout = layoutFor(120, 36, { ...wish, zoomed: true });
  assert.deepEqual(layout.panels, [{ name: 'top-proxies', rect: { x: 0, y: 1, width: 120, height: 33 } }]);
});

test('a result that needs room takes the place of table and log, never that of the numbers', () => {
  const layout = layoutFor(120, 36, { ...wish, output: 'wide' });
  assert.deepEqual(names(layout), ['configuration', 'loading', 'output', 'protocols', 'statistics', 'throughput']);
  assert.deepEqual(rectOf(layout, 'output'), { x: 0, y: 12, width: 120, height: 22 });
  assert.deepEqual(names(layoutFor(80, 24, { ...wish, output: 'wide' })), ['output']);
});

test('a pasted block gets rows, but never more than the panels can spare', () => {
  assert.equal(layoutFor(120, 36, { ...wish, promptRows: 5 }).prompt.height, 5);
  assert.equal(layoutFor(120, 36, { ...wish, promptRows: 500 }).prompt.height, 6);
  assert.equal(layoutFor(40, 9, { ...wish, promptRows: 500 }).prompt.height, 3);
});

test('at any size the parts lie on the screen and do not overlap', () => {
  const size = fc.record({ columns: fc.integer({ min: 1, max: 400 }), rows: fc.integer({ min: 1, max: 150 }) });
  const anyWish = fc.record({
    promptRows: fc.integer({ min: 1, max: 50 }),
    view: fc.constantFrom(dashboard, { name: 'log', panel: 'log' }, { name: 'charts', panel: 'charts' }),
    focus: fc.constantFrom('output', 'log', 'top-proxies'),
    zoomed: fc.boolean(),
    output: fc.constantFrom('closed' as const, 'usual' as const, 'wide' as const),
    choice: fc.constantFrom(...LAYOUTS),
    shift: fc.record({ columns: fc.integer({ min: -200, max: 200 }), rows: fc.integer({ min: -200, max: 200 }) }),
  });
  fc.assert(
    fc.property(size, anyWish, ({ columns, rows }, wished) => {
      const layout = layoutFor(columns, rows, wished);
      const rects = [
        layout.header,
        layout.tabs,
        layout.hint,
        layout.prompt,
        ...layout.panels.map(({ rect }) => rect),
      ].filter((rect) => rect !== null);
      const taken = new Uint8Array(columns * rows);
      for (const { x, y, width, height } of rects) {
        assert.ok(x >= 0 && y >= 0 && width > 0 && height > 0 && x + width <= columns && y + height <= rows);
        for (let row = y; row < y + height; row++) {
          for (let column = x; column < x + width; column++) {
            assert.equal(taken[row * columns + column], 0);
            taken[row * columns + column] = 1;
          }
        }
      }
      // Nothing is left unused either.
      if (layout.kind !== 'too-small') assert.ok(taken.every((count) => count === 1));
      for (const { rect } of layout.panels)
        if (layout.kind !== 'tiny') assert.ok(rect.height >= 3 && rect.width >= 20, JSON.stringify(rect));
    }),
    { numRuns: 300 },
  );
});

test('a layout that was chosen holds where it fits, and waits where it does not', () => {
  assert.equal(layoutFor(200, 60, { ...wish, choice: 'list' }).kind, 'list');
  assert.equal(layoutFor(200, 60, { ...wish, choice: 'narrow' }).kind, 'narrow');
  assert.equal(layoutFor(80, 24, { ...wish, choice: 'dashboard' }).kind, 'list');
});

test('moved borders change the parts and never take one away', () => {
  const moved = layoutFor(120, 36, { ...wish, shift: { columns: 10, rows: 3 } });
  const usual = layoutFor(120, 36, wish);
  assert.equal(rectOf(moved, 'top-proxies').width, rectOf(usual, 'top-proxies').width + 10);
  assert.equal(rectOf(moved, 'top-proxies').height, rectOf(usual, 'top-proxies').height + 3);
  assert.deepEqual(names(layoutFor(120, 36, { ...wish, shift: { columns: -200, rows: 200 } })), names(usual));
});

test('other views have their panel, the views as tabs, and the output only when it is wanted', () => {
  const view = { name: 'log', panel: 'log' };
  const closed = layoutFor(120, 36, { ...wish, view, focus: 'log', output: 'closed' });
  assert.deepEqual(closed.panels, [{ name: 'log', rect: { x: 0, y: 2, width: 120, height: 32 } }]);
  assert.deepEqual(closed.tabs, { x: 0, y: 1, width: 120, height: 1 });
  assert.deepEqual(names(layoutFor(120, 36, { ...wish, view, output: 'usual' })), ['log', 'output']);
  assert.deepEqual(names(layoutFor(120, 36, { ...wish, view, output: 'wide' })), ['output']);
  assert.deepEqual(names(layoutFor(40, 10, { ...wish, view, output: 'closed' })), ['log']);
});
