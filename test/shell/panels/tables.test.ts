/** What keys and clicks do in a table, seen in frames of the proxies view: sorting, filters, marks, freezing, copying, the mouse. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PanelAction } from '../../../src/command/screen.ts';
import type { ProxyRow } from '../../../src/model/proxy.ts';
import { themeFor } from '../../../src/shell/theme-set.ts';
import { makeWorld, worldRow } from '../../help/shell-world.ts';
import { compare, theatre } from '../../help/theatre.ts';

const NARROW: readonly [number, number] = [100, 20];

/** The proxies view of a world whose rows a test can change. */
async function proxies(columns = 120, rows = 36, size = 40) {
  const world = makeWorld(size);
  const changed = new Map<number, Partial<ProxyRow>>();
  const gone = new Set<number>();
  const all = (): ProxyRow[] =>
    Array.from({ length: size }, (_, index) => ({ ...worldRow(index), ...changed.get(index + 1) })).filter(
      ({ id }) => !gone.has(id),
    );
  Object.assign(world.engine.view, {
    rows: (query?: { where?: (row: ProxyRow) => boolean }) =>
      all()
        .filter((row) => query?.where?.(row) ?? true)
        .values(),
    row: (id: number) => {
      const row = all().find((one) => one.id === id);
      if (!row) throw new Error('unknown');
      return row;
    },
  });
  const stage = await theatre(columns, rows, { world });
  stage.show('proxies');
  const panel = stage.panel('proxies');
  const frame = (isSameTick = false): string => stage.frame({ typing: false, isSameTick });
  frame();
  const act = (...actions: PanelAction[]): string => {
    for (const action of actions) panel.act!(action, stage.scene(true), stage.port);
    return frame(true);
  };
  return { ...stage, panel, frame, act, changed, gone };
}

/** The panel alone: what stands above and below is held elsewhere. */
const inside = (frame: string): string => frame.split('\n').slice(2, -2).join('\n');
const heading = (frame: string): string => /^┌─ proxies ─+ (.*) ┐$/m.exec(frame)?.[1] ?? frame;
/** Addresses in the order they stand. */
const addresses = (frame: string): string[] => [...frame.matchAll(/192\.0\.2\.\d+:\d+/g)].map(([address]) => address);
const underCursor = (frame: string): string => /▶\*? ?(\S+)/.exec(frame)?.[1] ?? '';

test('the pool at 120x36 and on a wide screen', async () => {
  compare(
    '120x36-proxies',
    inside((await proxies()).act({ kind: 'filter', text: 'latency > 130ms' }, { kind: 'mark', what: 'toggle' })),
  );
  compare('200x50-proxies', inside((await proxies(200, 50)).frame()));
});

test('sorting by every column, by name and by going through them; the head says which way', async () => {
  const { act } = await proxies();
  assert.equal(heading(act()), '1-29 of 40  by score▼');
  assert.match(act({ kind: 'sort', by: 'reverse' }), /latency +score▲ /);
  assert.match(act({ kind: 'sort', by: 'next' }), /protocols▲/);
  assert.match(act({ kind: 'sort', by: 'previous' }, { kind: 'sort', by: 'previous' }), /latency▲/);
  for (const [name, shown] of [
    ['country', 'cc▲'],
    ['cc', 'cc▲'],
    ['latency', 'latency▲'],
    ['lastChecked', 'checked▼'],
    ['tags', 'tags▲'],
    ['sources', 'sources▲'],
    ['failure', 'failure▲'],
    ['speed', 'speed▼'],
    ['id', 'id▲'],
  ] as const)
    assert.match(act({ kind: 'sort', by: name }), new RegExp(`by ${shown}[^]* ${shown}`), name);
});

test('a column that does not exist is told, with one that is near', async () => {
  const { act, asked } = await proxies();
  act({ kind: 'sort', by: 'latancy' });
  assert.deepEqual(asked, ['tell there is no column latancy; did you mean latency ?']);
});

test('a filter counts and shows what passes; what is wrong with one is told; an empty one shows all', async () => {
  const { act, asked } = await proxies();
  const filtered = act({ kind: 'filter', text: 'country = DE and latency < 130ms' });
  assert.equal(heading(filtered), '1-3 of 3  by score▼  / country = DE and latency < 130ms');
  assert.deepEqual(addresses(filtered), ['192.0.2.2:8001', '192.0.2.3:8002', '192.0.2.4:8003']);
  act({ kind: 'filter', text: 'contry = DE' });
  assert.deepEqual(asked, ['tell there is no field contry; did you mean country ?']);
  assert.equal(heading(act({ kind: 'filter', text: '!/http/' })), '1-20 of 20  by score▼  / !/http/');
  assert.match(act({ kind: 'filter', text: 'zzz' }), /nothing passes the filter zzz/);
  assert.equal(heading(act({ kind: 'filter', text: '' })), '1-29 of 40  by score▼');
  act({ kind: 'filter', text: null });
  assert.equal(asked.at(-1), 'edit filter');
});

test('a filter holds while it is typed as far as it is one; giving up brings the one of before back', async () => {
  const { act, frame, port, asked } = await proxies();
  act({ kind: 'filter', text: '!/http/' });
  let typed: Parameters<typeof port.edit> | undefined;
  port.edit = (...wish) => void (typed = wish);
  act({ kind: 'filter', text: null });
  const [label, initial, accept, follow] = typed!;
  assert.deepEqual([label, initial], ['filter', '!/http/']);
  follow!('country = DE');
  assert.match(heading(frame(true)), /\/ country = DE$/);
  assert.equal(asked.at(-1), 'touch');
  follow!('country = DE and');
  assert.match(heading(frame(true)), /\/ country = DE$/, 'half a filter changes nothing');
  follow!(null);
  assert.equal(heading(frame(true)), '1-20 of 20  by score▼  / !/http/');
  assert.match(accept('contry = DE')!, /did you mean country/);
  assert.equal(accept('country = DE'), null);
  assert.match(heading(frame(true)), /\/ country = DE$/);
});

test('the letters that were looked for stand out', async () => {
  const { act, stage } = await proxies();
  act({ kind: 'filter', text: 'socks4' }, { kind: 'move', by: 1, unit: 'row' });
  const { cells } = stage;
  const { match, text } = themeFor('dark', 256);
  const looks = (y: number, found: string): number[] => {
    const x = cells.rowText(y).indexOf(found);
    return Array.from({ length: found.length }, (_, index) => cells.styles[y * cells.columns + x + index]!);
  };
  assert.deepEqual(new Set(looks(4, 'socks4')), new Set([match]));
  assert.ok(!looks(4, '192.0.2').includes(match));
  assert.ok(!looks(3, 'protocols').includes(match));
  assert.notEqual(looks(5, 'socks4')[0], text);
});

test('marks: rows, ranges, all, the others, none; they are what @marked points at', async () => {
  const { act, panel } = await proxies();
  const marked = (): readonly number[] => panel.selected!('marked');
  act({ kind: 'mark', what: 'toggle' }, { kind: 'move', by: 2, unit: 'row' }, { kind: 'mark', what: 'range' });
  assert.deepEqual(marked(), [1, 2, 3, 4]);
  assert.match(act(), /\* 192\.0\.2\.1:8000[^]*▶\*192\.0\.2\.4:8003/);
  assert.match(heading(act({ kind: 'filter', text: 'id > 2 and id < 7' })), /  4 marked$/);
  act({ kind: 'mark', what: 'invert' });
  assert.deepEqual(marked(), [1, 2, 5, 6]);
  assert.deepEqual(panel.selected!('shown'), [3, 4, 5, 6]);
  act({ kind: 'mark', what: 'all' });
  assert.deepEqual(marked(), [1, 2, 3, 4, 5, 6]);
  act({ kind: 'mark', what: 'none' });
  assert.deepEqual(marked(), []);
});

test('a marked proxy that is removed is no longer marked', async () => {
  const { act, panel, gone, frame } = await proxies();
  act({ kind: 'mark', what: 'toggle' }, { kind: 'mark', what: 'toggle' });
  gone.add(1);
  // The order is worked out anew with another snapshot, and not more often than it is worth.
  while (panel.selected!('marked').length > 1) frame();
  assert.deepEqual(panel.selected!('marked'), [2]);
});

test('the cursor stays on its row when the order changes', async () => {
  const { act, changed, frame } = await proxies();
  assert.equal(underCursor(act({ kind: 'move', by: 3, unit: 'row' })), '192.0.2.4:8003');
  changed.set(4, { score: 0.5 });
  let now = frame();
  while (addresses(now)[3] === '192.0.2.4:8003') now = frame();
  assert.equal(underCursor(now), '192.0.2.4:8003');
  assert.match(heading(now), /^12-40 of 40/);
});

test('the cursor stays at its place when its row is banned or unbanned: the key again takes the next one', async () => {
  const { act, changed, frame } = await proxies();
  const until = (isThere: (now: string) => boolean): string => {
    let now = frame();
    while (!isThere(now)) now = frame();
    return now;
  };
  const row = (place: number): string => `192.0.2.${place + 1}:800${place}`;
  assert.equal(underCursor(act({ kind: 'move', by: 3, unit: 'row' })), row(3));
  for (const place of [3, 4]) {
    changed.set(place + 1, { banned: true });
    const now = until((one) => !addresses(one).slice(0, 8).includes(row(place)));
    assert.equal(underCursor(now), row(place + 1));
    assert.match(heading(now), /^1-\d+ of 40/);
  }
  // The list grew shorter above the cursor.
  const last = act({ kind: 'move', to: 'last' });
  assert.equal(underCursor(last), row(4));
  act({ kind: 'move', by: -1, unit: 'row' });
  changed.set(4, {});
  assert.equal(
    underCursor(until((one) => addresses(one).filter((address) => address === row(3)).length === 0)),
    row(4),
  );
});

test('frozen rows stay as they were until they are let go', async () => {
  const { act, changed, frame } = await proxies();
  assert.match(heading(act({ kind: 'freeze' })), /frozen$/);
  changed.set(1, { latencyMs: 4321, score: 0.1 });
  // Long enough that a list which is not frozen is worked out anew.
  for (const end = performance.now() + 60; performance.now() < end;) frame();
  assert.match(frame(), /▶ 192\.0\.2\.1:8000 +120 ms/);
  assert.equal(addresses(frame())[0], '192.0.2.1:8000');
  act({ kind: 'freeze' });
  let now = frame();
  while (/8000 +120 ms/.test(now)) now = frame();
  assert.match(now, /192\.0\.2\.1:8000 +4\.3 s/);
});

test('working proxies come first by score and latency, whichever way; other columns know no difference', async () => {
  const { act, changed, panel } = await proxies();
  changed.set(7, { status: 'failed', score: 0.99, latencyMs: 5 });
  changed.set(9, { banned: true, score: 0.98, latencyMs: 4 });
  for (const by of ['latency', 'reverse', 'score', 'reverse']) {
    act({ kind: 'sort', by });
    assert.deepEqual(panel.selected!('shown').slice(-2), [7, 9], by);
  }
  act({ kind: 'sort', by: 'id' });
  assert.equal(panel.selected!('shown')[6], 7);
});

test('the clipboard gets the address, the sorted cell, or all rows under their titles', async () => {
  const { act, asked } = await proxies();
  act({ kind: 'copy', what: 'row' });
  assert.deepEqual(asked.splice(0), ['copy 192.0.2.1:8000', 'tell copied 192.0.2.1:8000']);
  act({ kind: 'copy', what: 'cell' });
  assert.equal(asked.splice(0)[0], 'copy 0.950');
  act({ kind: 'filter', text: 'id < 3' }, { kind: 'copy', what: 'all' });
  const [copied = '', told] = asked;
  assert.match(
    copied,
    /^copy address\tlatency\tscore\tprotocols\t[^\n]*\n192\.0\.2\.1:8000\t120 ms\t0\.950\thttp\t[^\n]*\n192\.0\.2\.2:8001\t[^\n]*$/,
  );
  assert.equal(told, 'tell copied 2 rows');
});

test('a click puts the cursor, the second opens; one on the head sorts, the next turns the order', async () => {
  const { panel, scene, port, asked, frame } = await proxies();
  const press = (x: number, y: number, again = false): boolean => panel.press!(x, y, again, scene(true), port);
  assert.equal(press(4, 3), true);
  assert.equal(underCursor(frame(true)), '192.0.2.3:8002');
  assert.deepEqual(asked, []);
  press(4, 3);
  assert.deepEqual(asked.splice(0), ['show proxy 3']);
  press(4, 5, true);
  assert.deepEqual(asked.splice(0), ['show proxy 5']);
  const x = frame(true).split('\n')[3]!.indexOf('latency') - 2;
  press(x, 0);
  assert.match(frame(true), /latency▲/);
  press(x, 0);
  assert.match(frame(true), /latency▼/);
  assert.equal(press(4, 999), false);
});

test('keys typed before the first frame act on what it would have shown', async () => {
  const stage = await theatre(...NARROW);
  stage.show('proxies');
  stage.frame({ closed: true });
  const panel = stage.panel('proxies');
  stage.frame({ isSameTick: true, closed: true });
  const scene = {
    ...stage.scene(true),
    facts: (await theatre(...NARROW)).scene(true).facts,
    view: stage.world.engine.view,
  };
  panel.act!({ kind: 'move', by: 1, unit: 'row' }, scene, stage.port);
  panel.act!({ kind: 'open' }, scene, stage.port);
  assert.deepEqual(stage.asked, ['show proxy 2']);
  assert.equal(panel.row!()?.['address'], '192.0.2.2:8001');
});

test('an empty pool says what to do', async () => {
  const { frame } = await proxies(100, 20, 0);
  assert.match(frame(), /the pool is empty[^]*scrape fetches the lists/);
});
