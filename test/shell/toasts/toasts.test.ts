/** Toasts: how long they stay and how many, what is worth one, and the cells they cover. */
import assert from 'node:assert/strict';
import { describe, mock, test } from 'node:test';
import type { JobRow } from '../../../src/engine/types.ts';
import type { LogEntry } from '../../../src/model/events.ts';
import { Brush } from '../../../src/shell/paint/brush.ts';
import { Cells } from '../../../src/shell/paint/cells.ts';
import { paintToasts } from '../../../src/shell/paint/toasts.ts';
import { themeFor } from '../../../src/shell/theme-set.ts';
import { toastForJob, toastForLog } from '../../../src/shell/toasts/toast-rules.ts';
import { theatre } from '../../help/theatre.ts';
import { MAX_TOASTS, type Toast, TOAST_MS, Toasts } from '../../../src/shell/toasts/toasts.ts';

describe('how long they stay', () => {
  function toasts() {
    let changes = 0;
    let at = 0;
    const pass = (ms: number): void => {
      at += ms;
      mock.timers.tick(ms);
    };
    return { toasts: new Toasts({ onChange: () => changes++, now: () => at }), pass, changes: () => changes };
  }
  const texts = (own: Toasts): string[] => own.shown.map(({ text }) => text);

  test('each goes after its own time, newest last', () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    const { toasts: own, pass, changes } = toasts();
    own.add({ level: 'good', text: 'first' });
    pass(1000);
    own.add({ level: 'warn', text: 'second' });
    assert.deepEqual(texts(own), ['first', 'second']);
    pass(TOAST_MS - 1001);
    assert.deepEqual(texts(own), ['first', 'second']);
    pass(1);
    assert.deepEqual(texts(own), ['second']);
    pass(1000);
    assert.deepEqual(texts(own), []);
    assert.equal(changes(), 4, 'two came, two went');
    mock.timers.reset();
  });

  test('no more than three; the same one again stays longer and stands there once', () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    const { toasts: own, pass } = toasts();
    for (const text of ['a', 'b', 'c', 'd']) own.add({ level: 'info', text });
    assert.deepEqual(texts(own), ['b', 'c', 'd']);
    assert.equal(own.shown.length, MAX_TOASTS);
    pass(3000);
    own.add({ level: 'info', text: 'b' });
    assert.deepEqual(texts(own), ['c', 'd', 'b']);
    pass(1000);
    assert.deepEqual(texts(own), ['b']);
    mock.timers.reset();
  });
});

const JOB: JobRow = {
  id: 3,
  kind: 'check',
  title: 'check all',
  state: 'done',
  auto: false,
  done: 1204,
  total: 1204,
  rate: null,
  etaMs: null,
  note: '411 working',
  pace: '',
  startedAt: '2026-01-02T12:21:09.000Z',
  ms: 12_000,
  error: null,
};

describe('what is worth one', () => {
  const rows: readonly (readonly [name: string, job: Partial<JobRow>, watching: boolean, text: string | null])[] = [
    ['a long check that is over', {}, true, 'check all finished: 1,204 checked, 411 working, 12.0 s'],
    ['a short one that the person watched', { ms: 900 }, true, null],
    [
      'a short one while the person was elsewhere',
      { ms: 900 },
      false,
      'check all finished: 1,204 checked, 411 working, 900 ms',
    ],
    ['one that runs', { state: 'running' }, false, null],
    ['one that was cancelled', { state: 'cancelled' }, false, null],
    ['one of the background work', { auto: true }, false, null],
    ['a failed one', { state: 'failed', error: 'no judge answers' }, true, 'check all failed: no judge answers'],
    ['a failed one that was watched and short', { state: 'failed', error: 'no judge answers', ms: 40 }, true, null],
    [
      'work that counts nothing',
      { kind: 'command', title: 'sleep 3s', done: 0, note: '' },
      true,
      'sleep 3s finished: 12.0 s',
    ],
  ];
  for (const [name, job, watching, text] of rows) {
    test(name, () => assert.equal(toastForJob({ ...JOB, ...job }, watching)?.text ?? null, text));
  }

  test('of the log: errors, and warnings that mean lost work', () => {
    const entry = (level: LogEntry['level'], area: string): LogEntry => ({ at: 0, level, area, message: 'no room' });
    assert.deepEqual(toastForLog(entry('error', 'bus')), { level: 'bad', text: 'bus: no room' });
    assert.deepEqual(toastForLog(entry('warn', 'judge')), { level: 'warn', text: 'judge: no room' });
    assert.equal(toastForLog(entry('warn', 'source')), null);
    assert.equal(toastForLog(entry('info', 'store')), null);
  });
});

describe('painted', () => {
  function painted(toasts: readonly Toast[], columns: number, rows: number, utf8 = true) {
    const cells = new Cells(columns, rows);
    for (let y = 0; y < rows; y++) for (let x = 0; x < columns; x++) cells.place(x, y, '.', false, 0);
    const brush = new Brush(cells, { x: 0, y: 0, width: columns, height: rows }, themeFor('dark', 256), utf8);
    paintToasts(brush, toasts);
    return cells.toText();
  }
  const three: readonly Toast[] = [
    { level: 'good', text: 'check finished' },
    { level: 'warn', text: '漢字 in a name' },
    { level: 'bad', text: 'not saved: no room' },
  ];

  test('in the corner, each with sign and word, as wide as the widest', () => {
    assert.deepEqual(painted(three, 50, 4).split('\n'), [
      `${'.'.repeat(20)} ✓ done  check finished      .`,
      `${'.'.repeat(20)} ⚠ warning  漢字 in a name   .`,
      `${'.'.repeat(20)} ✗ error  not saved: no room .`,
      '.'.repeat(50),
    ]);
  });

  test('in ASCII, on a narrow and on a low screen', () => {
    assert.match(painted(three, 50, 4, false), /^[\x20-\x7e\n]*$/);
    const long: readonly Toast[] = [{ level: 'bad', text: 'a text that goes on and on and on and on' }];
    assert.equal(painted(long, 30, 1), '. ✗ error  a text that goes… .');
    assert.match(painted(three, 50, 1), /not saved/, 'the newest wins');
    assert.match(painted(three, 15, 2), /^\.+\n\.+$/, 'nothing where there is no room');
  });
});

describe('over the panels', () => {
  const toasts: readonly Toast[] = [
    { level: 'good', text: 'check all finished: 1,204 checked, 411 working, 12.0 s' },
    { level: 'bad', text: 'store: no room on the disk' },
  ];

  for (const [columns, rows] of [
    [120, 36],
    [80, 24],
    [40, 10],
  ] as const) {
    test(`at ${columns}x${rows} they cover their own cells, and nothing is left of them when they go`, async () => {
      const { frame } = await theatre(columns, rows);
      const before = frame();
      const covered = frame({ toasts, isSameTick: true });
      assert.match(covered, /✓ done {2}check all/);
      assert.match(covered, /✗ error {2}store: no room/);
      const [rowsBefore, rowsCovered] = [before.split('\n'), covered.split('\n')];
      const changed = rowsCovered.flatMap((row, y) => (row === rowsBefore[y] ? [] : [y]));
      assert.deepEqual(changed, [1, 2], 'the header and the prompt stay free');
      for (const y of changed) {
        const from = rowsCovered[y]!.search(/ [✓✗] /);
        assert.equal(rowsCovered[y]!.slice(0, from), rowsBefore[y]!.padEnd(columns).slice(0, from));
      }
      assert.equal(frame({ isSameTick: true }), before);
    });
  }

  test('a panel that is painted beneath one does not come through, and the one that goes is painted over', async () => {
    const { stage, stance, scene } = await theatre(120, 36);
    const paint = (dirty: ReadonlySet<string> | 'all', shown: readonly Toast[]): string => {
      stage.paint(120, 36, { ...stance, toasts: shown }, dirty, scene);
      return stage.cells.toText();
    };
    const none: readonly Toast[] = [];
    const before = paint('all', none);
    const covered = paint(new Set(['toasts']), toasts);
    assert.equal(paint(new Set(['protocols', 'statistics']), toasts), covered);
    assert.equal(paint(new Set(['toasts']), none), before);
  });

  test('a screen that is too small has none', async () => {
    const { frame } = await theatre(20, 5);
    assert.equal(frame({ toasts }), frame());
  });
});
