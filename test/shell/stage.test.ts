/** Whole frames painted into cells from the small world, and what panels ask of the view and keep while they are scrolled. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { definePanel } from '../../src/shell/define-panel.ts';
import { OutputBuffer } from '../../src/shell/run/output-buffer.ts';
import { KeyHelp } from '../../src/shell/overlays/key-help.ts';
import { DEFAULT_BINDINGS } from '../../src/command/keys/default-bindings.ts';
import { themeFor } from '../../src/shell/theme-set.ts';
import { compare, theatre } from '../help/theatre.ts';

test('the dashboard at 120x36', async () => {
  const { frame, output } = await theatre(120, 36);
  output.addSaid([['❯ proxies top 3', 'text']]);
  output.write('address           latency\n192.0.2.1:8000     120 ms\n', 116);
  compare('120x36', frame());
});

test('before the engine is open', async () =>
  compare('120x36-opening', (await theatre(120, 36)).frame({ closed: true })));
test('the largest common terminal', async () => compare('200x60', (await theatre(200, 60)).frame()));
test('one panel with tabs at 80x24', async () => compare('80x24', (await theatre(80, 24)).frame({ typing: false })));
test('panels above each other at 70x40', async () => compare('70x40', (await theatre(70, 40)).frame()));
test('output and prompt at 40x10', async () => {
  const { frame, navigation } = await theatre(40, 10);
  navigation.lookAt('output');
  compare('40x10', frame());
});
test('too small at 20x5', async () => compare('20x5', (await theatre(20, 5)).frame()));
test('ASCII at 120x36', async () => {
  const frame = (await theatre(120, 36, { utf8: false })).frame();
  assert.match(frame, /^[\x20-\x7e\n]*$/);
  compare('120x36-ascii', frame);
});
test('help over the panels', async () => {
  const groups = ['top-proxies', 'panel', 'general'].map((context) => ({
    title: `in ${context}`,
    bindings: DEFAULT_BINDINGS.filter((binding) => binding.context === context),
  }));
  compare('120x36-help', (await theatre(120, 36)).frame({ overlay: new KeyHelp(groups, (line) => line) }));
});
test('statistics with all the room', async () => {
  const { frame, navigation } = await theatre(120, 36);
  navigation.lookAt('statistics');
  navigation.zoomed = true;
  compare('120x36-statistics', frame());
});

test('a frame after a change of size is the frame of that size', async () => {
  const first = await theatre(120, 36);
  const second = await theatre(80, 24);
  first.frame();
  assert.equal(first.frame({ columns: 80, rows: 24 }), second.frame());
});

test('the table makes rows for what is on the screen only, wherever it is scrolled', async () => {
  const { frame, panel, world, scene, port } = await theatre(120, 36);
  const made: number[] = [];
  const { row } = world.engine.view;
  world.engine.view.row = (id) => {
    made.push(id);
    return row(id);
  };
  frame();
  assert.deepEqual(made.splice(0), [1, 2, 3, 4, 5, 6, 7, 8]);
  panel('top-proxies').act!({ kind: 'move', to: 'last' }, scene(true), port);
  assert.match(frame({ isSameTick: true, typing: false }), /▶ 192\.0\.2\.107:9376/);
  assert.deepEqual(new Set(made), new Set([1370, 1371, 1372, 1373, 1374, 1375, 1376, 1377]));
  panel('top-proxies').scroll!(-3);
  assert.match(frame({ isSameTick: true }), /1,367-1,374 of 1,377/);
});

test('marks and the chosen row are what commands point at', async () => {
  const { frame, panel, scene, port, asked } = await theatre(120, 36);
  const table = panel('top-proxies');
  frame();
  for (const action of [
    { kind: 'move', by: 1, unit: 'row' },
    { kind: 'mark', what: 'toggle' },
    { kind: 'mark', what: 'toggle' },
    { kind: 'open' },
  ] as const)
    assert.equal(table.act!(action, scene(true), port), true);
  frame();
  assert.deepEqual(table.selected!('marked'), [2, 3]);
  assert.deepEqual(table.selected!('focus'), [4]);
  assert.deepEqual(asked, ['show proxy 4']);
  assert.equal(table.act!({ kind: 'wrap' }, scene(true), port), false);
});

test('a scrolled log stays where it is while lines arrive, and follows again at its end', async () => {
  const { frame, panel, world, scene, port } = await theatre(120, 36);
  frame();
  panel('log').scroll!(-10);
  assert.match(frame(), /10 lines below[^]*line 30[^]*line 49/);
  for (let line = 0; line < 5; line++) world.engine.note('info', 'test', `new ${line}`);
  const later = frame();
  assert.match(later, /15 lines below[^]*line 30[^]*line 49/);
  assert.doesNotMatch(later, /new 0/);
  panel('log').act!({ kind: 'move', to: 'last' }, scene(true), port);
  assert.match(frame(), /follow[^]*new 4/);
});

test('the output follows its end, stays where it is scrolled to, and folds long lines', async () => {
  const { frame, panel, output } = await theatre(120, 36);
  for (let line = 1; line <= 50; line++) output.write(`row ${line}\n`, 116);
  assert.match(frame(), /row 42 [^]*row 50/);
  panel('output').scroll!(-20);
  assert.match(frame(), /20 lines below[^]*row 30 /);
  output.write('row 51\n', 116);
  assert.match(frame(), /21 lines below[^]*row 30 /);
  panel('output').scroll!(-1000);
  assert.match(frame(), /row 1 [^]*row 9 /);
  panel('output').scroll!(1000);
  // What was formatted for more room is cut, what no room would hold is folded.
  output.write(`${'t'.repeat(100)}END\n${'x'.repeat(200)}END\n`, 116);
  assert.match(frame(), / t{69}… [^]*x{70} [^]*x{60}END/);
});

test('a long result is shown from its beginning, a short one at the end', async () => {
  const { frame, panel, output } = await theatre(120, 36);
  for (let line = 1; line <= 50; line++) output.write(`row ${line}\n`, 116);
  panel('output').reveal!(20);
  assert.match(frame(), /21 lines below[^]*row 21 [^]*row 29 /);
  panel('output').reveal!(47);
  assert.match(frame(), /row 42 [^]*row 50 /);
});

test('the output keeps its last ten thousand lines and forgets none of the newest', () => {
  const output = new OutputBuffer(
    () => {},
    () => themeFor('dark', 256),
  );
  output.write(Array.from({ length: 30_000 }, (_, line) => `row ${line}`).join('\n'), 116);
  assert.equal(output.end, 30_000);
  assert.deepEqual(output.line(29_999).segments[0]?.[0], 'row 29999');
  assert.deepEqual(output.line(output.first).segments[0]?.[0], `row ${output.first}`);
  assert.ok(output.end - output.first >= 10_000 && output.end - output.first <= 12_501);
  output.clear();
  assert.equal(output.first, output.end);
});

test('a panel that throws is contained', async () => {
  const broken = definePanel({
    title: 'log',
    tab: 'log',
    number: 7,
    create: () => ({
      paint: () => {
        throw new Error('a defect');
      },
    }),
  });
  const { frame } = await theatre(120, 36, {
    extra: [{ name: 'log', title: 'log', tab: 'log', number: 7, panel: broken.create() }],
  });
  assert.match(frame(), /cannot be shown: a defect/);
  assert.match(frame(), /6 top proxies[^]*192\.0\.2\.1:8000/);
});

test('a panel that is rehearsed changes nothing that is seen, neither now nor later', async () => {
  const [one, two] = [await theatre(120, 36), await theatre(120, 36)];
  for (const { frame } of [one, two]) frame();
  const before = one.stage.cells.toText();
  for (const named of one.panels) {
    if (!['charts', 'proxies', 'sources', 'jobs', 'alerts', 'log', 'options'].includes(named.name)) continue;
    one.stage.rehearse(named, one.scene(false));
  }
  assert.equal(one.stage.cells.toText(), before);
  for (const view of ['proxies', 'sources', 'jobs', 'log', 'options', 'dashboard']) {
    one.show(view);
    two.show(view);
    assert.equal(one.frame({ typing: false }), two.frame({ typing: false }), view);
  }
});

test('an overlay that throws is contained', async () => {
  const overlay = {
    title: 'broken',
    size: { columns: 60, rows: 5 },
    keys: [],
    handle: () => ({ kind: 'close' }) as const,
    paint: () => {
      throw new Error('a defect');
    },
  };
  assert.match((await theatre(120, 36)).frame({ overlay }), /┌─ broken ─[^]*cannot be shown: a defect/);
});

test('painting only what changed gives the same frame as painting everything', async () => {
  const one = await theatre(120, 36);
  const two = await theatre(120, 36);
  one.frame();
  one.output.write('hello\n', 116);
  two.output.write('hello\n', 116);
  one.stage.paint(120, 36, one.stance, new Set(['output']), one.scene);
  assert.equal(one.stage.cells.toText(), two.frame());
});
