/** Where the charts stand: no hole, no overlap, at any size and however the borders are moved. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { chartsLayout, tinyCharts } from '../../../src/shell/layout/charts.ts';

const STILL = { shift: { columns: 0, rows: 0 } };
const at = (width: number, height: number, shift = STILL): ReturnType<typeof chartsLayout> =>
  chartsLayout({ x: 0, y: 2, width, height }, shift);
const names = (width: number, height: number): string[] => at(width, height).map(({ name }) => name);

test('every cell belongs to one chart', () => {
  const size = fc.record({ width: fc.integer({ min: 60, max: 300 }), height: fc.integer({ min: 8, max: 100 }) });
  const shift = fc.record({ columns: fc.integer({ min: -200, max: 200 }), rows: fc.integer({ min: -200, max: 200 }) });
  fc.assert(
    fc.property(size, shift, ({ width, height }, shift) => {
      const placed = at(width, height, { shift });
      const cells = new Uint8Array(width * height);
      for (const { name, rect } of placed) {
        assert.ok(rect.width >= 1 && rect.height >= 3, name);
        for (let y = rect.y; y < rect.y + rect.height; y++) {
          for (let x = rect.x; x < rect.x + rect.width; x++) cells[(y - 2) * width + x]! += 1;
        }
      }
      assert.ok(cells.every((count) => count === 1));
      assert.equal(new Set(placed.map(({ name }) => name)).size, placed.length);
    }),
  );
});

test('all charts where there is room, the most useful first where there is not', () => {
  assert.equal(names(120, 31).length, 8);
  assert.equal(names(160, 41).length, 8);
  assert.equal(names(70, 41).length, 8);
  assert.deepEqual(names(80, 20), ['charts', 'latency', 'success', 'protocols', 'countries', 'reasons']);
  assert.deepEqual(names(80, 13), ['charts', 'latency', 'success', 'protocols']);
  assert.deepEqual(names(60, 8), ['charts', 'latency']);
});

test('the smallest screens have the rate and the share that works', () => {
  assert.deepEqual(
    tinyCharts({ x: 0, y: 1, width: 40, height: 6 }).map(({ name, rect }) => [name, rect.y, rect.height]),
    [
      ['charts', 1, 5],
      ['success', 6, 1],
    ],
  );
});
