/** The members of journal lines: one kind a line, in the order of the changes, with as many rows as ids. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commitLines } from '../../store/commit-lines.ts';
import { MemoryRows } from '../help/memory-rows.ts';

interface Line {
  readonly ids?: readonly number[];
  readonly rows?: readonly (readonly unknown[])[];
  readonly gone?: readonly number[];
}

async function linesOf(rows: MemoryRows, changed: readonly number[]): Promise<Line[]> {
  const lines: Line[] = [];
  for await (const members of commitLines(rows, null, [Uint32Array.from(changed)]))
    lines.push(JSON.parse(`{${members.map((member) => Buffer.from(member as string).toString()).join('')}}`) as Line);
  return lines;
}

test('what is there and what is gone take turns without losing or repeating a row', async () => {
  const rows = new MemoryRows();
  rows.add(5);
  const told = (await linesOf(rows, [1, 90, 91, 2, 3, 92, 4])).map(({ ids, rows: images, gone }) =>
    gone ? `gone ${gone.join(' ')}` : `ids ${ids!.join(' ')} rows ${images!.map(([id]) => id).join(' ')}`,
  );
  assert.deepEqual(told, ['ids 1 rows 1', 'gone 90 91', 'ids 2 3 rows 2 3', 'gone 92', 'ids 4 rows 4']);
});

test('no line has more than 256', async () => {
  const rows = new MemoryRows();
  rows.add(600);
  const lines = await linesOf(
    rows,
    Array.from({ length: 600 }, (_, index) => index + 1),
  );
  assert.deepEqual(
    lines.map(({ ids, rows: images }) => [ids!.length, images!.length, images![0]![0]]),
    [
      [256, 256, 1],
      [256, 256, 257],
      [88, 88, 513],
    ],
  );
});
