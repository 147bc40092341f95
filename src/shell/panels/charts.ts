/**
 * The large chart of the charts page: checks that passed and that failed in each second. Two to fifteen minutes back from
 * what this run saw second by second, an hour to ninety days from the history that is kept over restarts.
 */
import type { EngineView, MetricsRow } from '../../engine/types.ts';
import { paintLines } from '../charts/lines.ts';
import { rowParts } from '../charts/row-parts.ts';
import { whyEmpty } from '../charts/why-empty.ts';
import { definePanel, type Panel, type Scene } from '../define-panel.ts';
import { THROUGHPUT_SECONDS } from '../feed/facts.ts';
import type { Brush } from '../paint/brush.ts';
import { type Extent, niceCeiling, partsAcross, secondParts } from '../paint/chart.ts';
import { countFigure, rateFigure } from '../paint/figures.ts';

/** A stretch that can be looked back, and the times that stand below it. */
interface Span {
  readonly seconds: number;
  readonly words: string;
  readonly unit: 'm' | 'h' | 'd';
  /** Units between two times. */
  readonly step: number;
}

const UNIT_SECONDS = { m: 60, h: 3_600, d: 86_400 } as const;

function span(amount: number, unit: Span['unit'], step: number): Span {
  const name = { m: 'minute', h: 'hour', d: 'day' }[unit];
  return { seconds: amount * UNIT_SECONDS[unit], words: `${amount} ${name}${amount === 1 ? '' : 's'}`, unit, step };
}

/** Shortest first. */
const SPANS: readonly Span[] = [
  span(2, 'm', 1),
  span(5, 'm', 1),
  span(15, 'm', 5),
  span(60, 'm', 10),
  span(6, 'h', 1),
  span(24, 'h', 4),
  span(7, 'd', 1),
  span(30, 'd', 5),
  span(90, 'd', 15),
];
/** Up to this a row a minute is asked for, beyond it one an hour. */
const MINUTES_UNTIL = UNIT_SECONDS.d;
/** Cells of the scale; wide enough for any rate, so that the lines never move. */
const SCALE = 6;
/** Cells of a rate in the heading. */
const RATE = 6;

/** Passed and failed a second. */
interface Lines {
  readonly ok: readonly (Extent | null)[];
  readonly failed: readonly (Extent | null)[];
  readonly highest: number;
}

const NO_LINES: Lines = { ok: [], failed: [], highest: 0 };

export default definePanel({
  title: 'throughput',
  tab: 'rate',
  number: null,
  kind: 'chart',
  create(): Panel {
    /** Null goes by how long there has been something to show. */
    let chosen: Span | null = null;
    const history = new HistoryReader();
    const spanOf = (scene: Scene): Span => {
      const uptime = (scene.facts?.status.uptimeMs ?? 0) / 1000;
      const fits = SPANS.find(({ seconds }) => uptime <= seconds || seconds === THROUGHPUT_SECONDS);
      return chosen ?? fits ?? SPANS[0]!;
    };
    return {
      heading: (scene) => {
        const last = scene.facts?.throughput.at(-1);
        return last ? `${rateFigure(last.ok, RATE)} ok ─ ${rateFigure(last.failed, RATE)} failed ┄` : '';
      },
      paint: (brush, scene) => paintThroughput(brush, scene, spanOf(scene), history),
      act(action, scene, port) {
        if (action.kind !== 'span') return false;
        const at = SPANS.indexOf(spanOf(scene)) + (action.which === 'longer' ? 1 : -1);
        chosen = SPANS[Math.min(SPANS.length - 1, Math.max(0, at))]!;
        port.tell(`looks back ${chosen.words}`);
        return true;
      },
    };
  },
});

/** The rows of a stretch, asked for once a minute: that is how often there is another. They come between two frames. */
class HistoryReader {
  #view: EngineView | null = null;
  #key = '';
  #rows: readonly MetricsRow[] = [];
  /** Of the rows; 0 = there are none yet. */
  #seconds = 0;

  /** @returns null while nothing of this stretch is here */
  read(scene: Scene, seconds: number): readonly MetricsRow[] | null {
    const { view, now } = scene;
    const key = `${seconds} ${Math.floor(now / 60_000)}`;
    if (view !== null && (view !== this.#view || key !== this.#key)) {
      this.#view = view;
      this.#key = key;
      const everyMinutes = seconds <= MINUTES_UNTIL ? 1 : 60;
      void view.metrics({ from: Math.max(0, now - seconds * 1_000), everyMinutes }).then((rows) => {
        if (key !== this.#key) return;
        this.#rows = rows;
        this.#seconds = seconds;
        scene.touch();
      });
    }
    return this.#seconds === seconds ? this.#rows : null;
  }
}

function linesOf(scene: Scene, seconds: number, count: number, history: HistoryReader): Lines | null {
  if (seconds > THROUGHPUT_SECONDS) {
    const rows = history.read(scene, seconds);
    if (rows === null) return null;
    const every = seconds <= MINUTES_UNTIL ? 60 : 3_600;
    const line = (rate: (row: MetricsRow) => number): (Extent | null)[] =>
      rowParts(
        rows.map((row) => {
          // An hour of which the minutes are not kept any more is longer than what was asked for.
          const length = Math.max(every, row.seconds);
          return { from: Date.parse(row.at) / 1_000, length, value: rate(row) / row.seconds };
        }),
        count,
        seconds,
        Math.floor(scene.now / 1_000),
      );
    const ok = line(({ passed }) => passed);
    const failed = line(({ checks, passed }) => checks - passed);
    return { ok, failed, highest: [...ok, ...failed].reduce((most, part) => Math.max(most, part?.high ?? 0), 0) };
  }
  const samples = (scene.facts?.throughput ?? []).slice(-seconds);
  const end = samples.at(-1)?.second ?? 0;
  const ok = samples.map((sample) => sample.ok);
  const failed = samples.map((sample) => sample.failed);
  return {
    ok: secondParts(ok, count, seconds, end),
    failed: secondParts(failed, count, seconds, end),
    highest: Math.max(0, ...ok, ...failed),
  };
}

function paintThroughput(brush: Brush, scene: Scene, span: Span, history: HistoryReader): void {
  const { theme } = brush;
  const rows = brush.height - 1;
  const columns = brush.width - SCALE - 1;
  if (rows < 2 || columns < 8) return;
  const found = linesOf(scene, span.seconds, partsAcross(columns, brush.graph), history);
  const { ok, failed, highest } = found ?? NO_LINES;
  const top = niceCeiling(highest);
  for (let y = 0; y < rows; y++) brush.text(SCALE, y, '│', theme.faint);
  brush.text(0, 0, countFigure(top, SCALE - 1), theme.dim);
  if (rows > 4) brush.text(0, Math.floor((rows - 1) / 2), countFigure(top / 2, SCALE - 1), theme.dim);
  brush.text(0, rows - 1, countFigure(0, SCALE - 1), theme.dim);
  const plot = brush.part(SCALE + 1, 0, columns, rows);
  if (highest > 0) {
    const lines = [
      { parts: failed, look: theme.bad, isDotted: true },
      { parts: ok, look: theme.good, isDotted: false },
    ];
    paintLines(plot, lines, top);
  } else if (found !== null) plot.text(1, Math.floor((rows - 1) / 2), quietWords(scene, span), theme.dim);
  paintTimes(brush.part(SCALE + 1, rows, columns, 1), span);
}

/** Whole units, each below its place. */
function paintTimes(brush: Brush, { seconds, unit, step }: Span): void {
  const { theme, width } = brush;
  const all = seconds / UNIT_SECONDS[unit];
  brush.right(width, 0, 'now', theme.dim);
  for (let ago = step; ago <= all; ago += step) {
    const x = Math.floor(width * (1 - ago / all));
    if (ago < all && (width * step) / all < 2 * `-${all}${unit}`.length) continue;
    brush.text(ago === all ? 0 : x - 1, 0, `-${ago}${unit}`, theme.dim);
  }
}

function quietWords(scene: Scene, { words }: Span): string {
  return whyEmpty(scene.facts, 'checked') ?? `no checks in the last ${words}; try: check`;
}
