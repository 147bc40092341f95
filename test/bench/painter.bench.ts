/**
 * What a frame costs: a table and a line chart by the shell's painters beside blessed-contrib's own, at the same size with
 * the same values, up to the bytes for the terminal. Every frame has new data. No terminal, no network.
 */
import { median } from '../../src/lib/stats.ts';
import { paintLines } from '../../src/shell/charts/lines.ts';
import { Brush } from '../../src/shell/paint/brush.ts';
import { Cells } from '../../src/shell/paint/cells.ts';
import { niceCeiling, partsAcross, secondParts } from '../../src/shell/paint/chart.ts';
import { paintHead, paintRow, placeColumns, type TableColumn } from '../../src/shell/paint/table.ts';
import { BlessedScreenBuffer } from '../../src/shell/terminal/blessed-screen.ts';
import { themeFor } from '../../src/shell/theme-set.ts';
import { contribLine, contribTable } from './help/contrib-widgets.ts';

type Row = Record<string, string | number>;

const COLUMNS = 160;
const ROWS = 45;
const POINTS = 600;
const FRAMES = 200;
/** One measurement takes no longer than this, however few frames that are. */
const BUDGET_MS = 8_000;
const WARM_UP = 3;

interface Proxy {
  readonly address: string;
  readonly protocol: string;
  readonly country: string;
  readonly latency: string;
  readonly score: string;
}

const proxies = (count: number, frame: number): Proxy[] =>
  Array.from({ length: count }, (_, i) => ({
    address: `192.0.2.${(i + frame) % 254}:${8000 + (i % 1000)}`,
    protocol: i % 3 === 0 ? 'socks5' : 'http',
    country: i % 5 === 0 ? 'US' : 'DE',
    latency: `${100 + ((i * 7 + frame) % 900)} ms`,
    score: (((i * 13 + frame) % 1000) / 1000).toFixed(3),
  }));

const TABLE: readonly TableColumn<Proxy>[] = [
  { title: 'address', width: 24, rank: 0, text: (row) => row.address },
  { title: 'protocol', width: 8, rank: 1, text: (row) => row.protocol },
  { title: 'country', width: 8, rank: 2, text: (row) => row.country },
  { title: 'latency', width: 10, rank: 3, align: 'right', text: (row) => row.latency },
  { title: 'score', width: 8, rank: 4, align: 'right', text: (row) => row.score },
];

const theme = themeFor('dark', 256);
const round = (value: number): number => Number(value.toFixed(2));

/**
 * Median milliseconds of a frame.
 * @param prepare makes its data, which nobody counts
 * @param frame gives the characters that a terminal would get
 */
function frameMs<T>(prepare: (frame: number) => T, frame: (data: T, number: number) => number): number {
  const times: number[] = [];
  const end = performance.now() + BUDGET_MS;
  for (let number = 0; number < FRAMES + WARM_UP && (performance.now() < end || times.length < 2); number++) {
    const data = prepare(number);
    const from = performance.now();
    if (frame(data, number) === 0) throw new Error('a frame of new data that changes nothing on the screen');
    if (number >= WARM_UP || performance.now() - from > 1_000) times.push(performance.now() - from);
  }
  return median(times) ?? Number.NaN;
}

/** Paints with a brush and makes the bytes for the terminal. */
function ownFrame(paint: (brush: Brush) => void): () => number {
  const cells = new Cells(COLUMNS, ROWS);
  const buffer = new BlessedScreenBuffer(COLUMNS, ROWS);
  const brush = new Brush(cells, { x: 0, y: 0, width: COLUMNS, height: ROWS }, theme, true);
  return () => {
    cells.clear();
    paint(brush);
    return buffer.diff(cells, 0, ROWS).length;
  };
}

function tables(count: number): Row {
  let shown: readonly Proxy[] = [];
  let first = 0;
  const columns = placeColumns(TABLE, COLUMNS);
  const own = ownFrame((brush) => {
    paintHead(brush, 0, columns, theme.dim);
    for (let y = 1; y < ROWS; y++) paintRow(brush, y, columns, shown[first + y - 1]!);
  });
  const ownMs = frameMs(
    (frame) => proxies(count, frame),
    (data, frame) => {
      shown = data;
      first = frame % (count - ROWS);
      return own();
    },
  );
  const contrib = contribTable(
    COLUMNS,
    ROWS,
    TABLE.map(({ width }) => width),
  );
  const contribMs = frameMs(
    (frame) => ({
      headers: TABLE.map(({ title }) => title),
      data: proxies(count, frame).map((row) => TABLE.map(({ text, width }) => text(row, width))),
    }),
    (data) => contrib.frame(data),
  );
  return compared(`table, ${count.toLocaleString('en')} rows`, ownMs, contribMs);
}

function lines(): Row {
  const valuesAt = (frame: number): { ok: number[]; failed: number[]; end: number } => {
    // Two seconds share a column of dots: each frame moves on by more.
    const end = frame * 3;
    const wave = (height: number, speed: number): number[] =>
      Array.from({ length: POINTS }, (_, i) => Math.round(height * (1.2 + Math.sin((i + end) / speed))));
    return { ok: wave(100, 30), failed: wave(40, 12), end };
  };
  let data = valuesAt(0);
  const own = ownFrame((brush) => {
    const parts = (values: readonly number[]): ReturnType<typeof secondParts> =>
      secondParts(values, partsAcross(COLUMNS, 'braille'), POINTS, data.end);
    const top = niceCeiling(Math.max(...data.ok, ...data.failed));
    paintLines(
      brush,
      [
        { parts: parts(data.failed), look: theme.bad, isDotted: true },
        { parts: parts(data.ok), look: theme.good, isDotted: false },
      ],
      top,
    );
  });
  const ownMs = frameMs(valuesAt, (next) => {
    data = next;
    return own();
  });
  const contrib = contribLine(COLUMNS, ROWS);
  const x = Array.from({ length: POINTS }, (_, i) => String(i));
  const contribMs = frameMs(
    (frame) => {
      const { ok, failed } = valuesAt(frame);
      return [
        { title: 'failed', x, y: failed, style: { line: 'red' } },
        { title: 'ok', x, y: ok, style: { line: 'green' } },
      ];
    },
    (series) => contrib.frame(series),
  );
  return compared(`line chart, 2 x ${POINTS} points`, ownMs, contribMs);
}

function compared(what: string, ownMs: number, contribMs: number): Row {
  return {
    what,
    'own, p50 ms': round(ownMs),
    'blessed-contrib, p50 ms': round(contribMs),
    ratio: round(contribMs / ownMs),
  };
}

export default {
  name: `Painting: milliseconds a frame at ${COLUMNS} x ${ROWS}, the bytes for the terminal made`,
  run: async (): Promise<readonly Row[]> => [tables(1_000), tables(20_000), lines()],
};
