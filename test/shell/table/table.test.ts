/** A table while its order is worked out in turns: what keys may take of the rows meanwhile, and marks that come between. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PanelPort, Scene } from '../../../src/shell/define-panel.ts';
import { Brush } from '../../../src/shell/paint/brush.ts';
import { Cells } from '../../../src/shell/paint/cells.ts';
import { RowIndex } from '../../../src/shell/table/row-index.ts';
import { textColumn } from '../../../src/shell/table/small-columns.ts';
import { Table } from '../../../src/shell/table/table.ts';
import { themeFor } from '../../../src/shell/theme-set.ts';

interface Named {
  readonly name: string;
}

const ROWS: readonly Named[] = ['ada', 'bob', 'cyd', 'dan'].map((name) => ({ name }));

/** A table that pauses after each row; `finish` lets it go on to the end. */
function paused(): {
  table: Table<Named>;
  scene: Scene;
  port: PanelPort;
  asked: string[];
  paint(): void;
  finish(): void;
} {
  const later: (() => void)[] = [];
  const asked: string[] = [];
  const table = new Table<Named>(
    {
      source: {
        idOf: (row) => row.name,
        revision: ({ facts }) => facts,
        *scan(_scene, _filter, visit) {
          for (const row of ROWS) {
            visit(row);
            yield;
          }
        },
        preview: (_scene, limit) => ROWS.slice(0, limit),
        get: (_scene, id) => ROWS.find(({ name }) => name === id) ?? null,
      },
      columns: [textColumn('name', { title: 'name', width: 8, rank: 0 })],
      fields: ['name'],
      texts: (row) => [row.name],
      sortedBy: 'name',
      open: () => {},
      empty: () => [],
    },
    new RowIndex((turn) => later.push(turn)),
  );
  const brush = new Brush(new Cells(40, 10), { x: 0, y: 0, width: 40, height: 10 }, themeFor('dark', 256), true);
  const scene = { now: 0, facts: {}, view: {}, focused: true, touch: () => {} } as unknown as Scene;
  const port = {
    tell: (text: string) => void asked.push(`tell ${text}`),
    copy: (text: string) => void asked.push(`copy ${text}`),
  } as unknown as PanelPort;
  const paint = (): void => table.paint(brush, scene);
  const finish = (): void => {
    while (later.length > 0) later.shift()!();
    paint();
  };
  paint();
  return { table, scene, port, asked, paint, finish };
}

test('marks that are made while the rows are looked at are kept', () => {
  const { table, scene, port, finish } = paused();
  table.act({ kind: 'mark', what: 'toggle' }, scene, port);
  assert.deepEqual(table.selected('marked'), ['ada']);
  finish();
  assert.deepEqual(table.selected('marked'), ['ada']);
});

test('until the answer is there, nothing takes all rows of the question before', () => {
  const { table, scene, port, asked, finish } = paused();
  finish();
  assert.deepEqual(table.selected('shown'), ['ada', 'bob', 'cyd', 'dan']);
  table.act({ kind: 'filter', text: '/a/' }, scene, port);
  for (const action of [
    { kind: 'mark', what: 'all' },
    { kind: 'mark', what: 'invert' },
    { kind: 'copy', what: 'all' },
  ] as const) {
    table.act(action, scene, port);
    assert.equal(asked.pop(), 'tell still searching: again in a moment');
  }
  assert.deepEqual(table.selected('shown'), []);
  assert.deepEqual(table.selected('marked'), []);
  finish();
  assert.deepEqual(table.selected('shown'), ['ada', 'dan']);
  table.act({ kind: 'mark', what: 'all' }, scene, port);
  assert.deepEqual(table.selected('marked'), ['ada', 'dan']);
  assert.deepEqual(asked, []);
});
