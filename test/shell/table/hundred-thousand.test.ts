/** A table over a real pool of a hundred thousand: the first frame has rows, no turn takes long, every filter and column works. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { PROXY_FIELDS } from '../../../src/command/proxy-fields.ts';
import type { PanelAction } from '../../../src/command/screen.ts';
import type { ProxyRow } from '../../../src/model/proxy.ts';
import type { PanelPort, Scene } from '../../../src/shell/define-panel.ts';
import { Brush } from '../../../src/shell/paint/brush.ts';
import { Cells } from '../../../src/shell/paint/cells.ts';
import { PROXY_COLUMNS, proxyTexts } from '../../../src/shell/table/proxy-columns.ts';
import { proxySource } from '../../../src/shell/table/proxy-source.ts';
import { RowIndex } from '../../../src/shell/table/row-index.ts';
import { Table } from '../../../src/shell/table/table.ts';
import { themeFor } from '../../../src/shell/theme-set.ts';
import { bad, createWorld, good, loopbackBatch, report, START } from '../../help/pool-world.ts';

const COUNT = 100_000;
const { pool } = createWorld();
const cells = new Cells(160, 40);
const brush = new Brush(cells, { x: 0, y: 0, width: 160, height: 40 }, themeFor('dark', 256), true);
const asked: string[] = [];
const port = { tell: (text: string) => void asked.push(text), copy: () => {} } as unknown as PanelPort;

before(async () => {
  await pool.admit(loopbackBatch(COUNT), { source: 'list' });
  for (let first = 1; first <= COUNT; first += 500) {
    const ids = Array.from({ length: 500 }, (_, index) => first + index);
    const at = START - (first % 5000) * 1000;
    pool.apply(
      ids.map((id) =>
        id % 10 === 0
          ? report(id, at, [good({ latencyMs: 100 + ((id * 37) % 900) })], { country: id % 20 === 0 ? 'DE' : 'FR' })
          : report(id, at, [bad('refused')]),
      ),
    );
  }
});

/** A table, the milliseconds of its turns, and a way to wait until its order is there. */
function tableOf(): { table: Table<ProxyRow>; turns: number[]; scene: Scene; settle: () => Promise<void> } {
  const turns: number[] = [];
  let ready = Promise.withResolvers<void>();
  const index = new RowIndex((work) =>
    setImmediate(() => {
      const startedAt = performance.now();
      work();
      turns.push(performance.now() - startedAt);
    }),
  );
  const table = new Table<ProxyRow>(
    {
      source: proxySource(() => ({})),
      columns: PROXY_COLUMNS,
      fields: PROXY_FIELDS,
      texts: proxyTexts,
      sortedBy: 'score',
      open: () => {},
      empty: () => [],
      isPool: true,
    },
    index,
  );
  const scene = {
    now: START,
    facts: { stats: pool.stats(), status: { checksPerSecond: 0 } },
    view: pool,
    focused: true,
    touch: () => ready.resolve(),
  } as unknown as Scene;
  const settle = async (): Promise<void> => {
    table.paint(brush, scene);
    if (index.isSearching) await ready.promise;
    ready = Promise.withResolvers();
    table.paint(brush, scene);
  };
  return { table, turns, scene, settle };
}

test('the first frame has the best, the whole order follows in turns of a few milliseconds', async () => {
  const { table, turns, scene, settle } = tableOf();
  cells.clear();
  table.paint(brush, scene);
  assert.match(table.heading(scene), /^1-39 {2}by score▼ {2}… searching$/);
  const first = cells.rowText(1);
  assert.match(first, /▶ \d+\.\d+\.\d+\.\d+:\d+ .* 0\.\d\d\d .* working/);
  await settle();
  assert.equal(table.heading(scene), '1-39 of 100,000  by score▼');
  assert.equal(cells.rowText(1), first);
  assert.ok(turns.length >= 4, `${turns.length} turns`);
  const usual = turns.toSorted((a, b) => a - b)[Math.floor(turns.length / 2)]!;
  assert.ok(usual < 5, `half of the turns took ${usual.toFixed(1)} ms and more`);
});

test('filters of every kind and any column, found among all of them', async () => {
  const { table, scene, settle } = tableOf();
  const after = async (...actions: PanelAction[]): Promise<string> => {
    for (const action of actions) table.act(action, scene, port);
    await settle();
    return table.heading(scene);
  };
  await settle();
  assert.match(await after({ kind: 'filter', text: 'country = DE' }), /of 5,000 {2}by score▼ {2}\/ country = DE$/);
  assert.match(await after({ kind: 'filter', text: 'refused' }), /of 90,000 /);
  assert.match(await after({ kind: 'filter', text: '!/refused/' }), /of 10,000 /);
  assert.match(
    await after({ kind: 'filter', text: '' }, { kind: 'sort', by: 'address' }),
    /of 100,000 {2}by address▲$/,
  );
  table.act({ kind: 'mark', what: 'all' }, scene, port);
  assert.equal(table.selected('marked').length, COUNT);
  table.act({ kind: 'filter', text: '/:1.*0$/' }, scene, port);
  table.act({ kind: 'copy', what: 'all' }, scene, port);
  assert.deepEqual(table.selected('shown'), [], 'the rows of the filter before are not meant');
  assert.equal(asked.at(-1), 'still searching: again in a moment');
});
