/** Where the charts stand: three in a row on a wide screen, two on a usual one, the large ones alone on a tall one. Pure. */
import type { PlacedPanel, ViewWish } from '../define-view.ts';
import type { Rect } from '../paint/brush.ts';
import { place, splitColumns, splitRows } from './split.ts';

/** Panels beside each other. */
interface Row {
  /** With the share of the width that each has. */
  readonly panels: readonly (readonly [name: string, share: number])[];
  /** Rows it needs, borders included. */
  readonly least: number;
  /** Its part of the rows that are left over. */
  readonly growth: number;
}

const WIDE = 110;
/** A narrower screen with so many rows has its large charts alone in a row. */
const TALL_ROWS = 32;
const TALL_COLUMNS = 100;

const row = (least: number, growth: number, panels: Readonly<Record<string, number>>): Row => ({
  least,
  growth,
  panels: Object.entries(panels),
});

/** The most useful first: what does not fit is left out from the end. */
const THREE_ABREAST: readonly Row[] = [
  row(8, 3, { charts: 0.6, latency: 0.4 }),
  row(9, 1, { success: 0.3, pace: 0.3, anonymity: 0.4 }),
  row(7, 3, { protocols: 0.3, countries: 0.25, reasons: 0.45 }),
];
const TWO_ABREAST: readonly Row[] = [
  row(7, 3, { charts: 0.56, latency: 0.44 }),
  row(6, 0, { success: 0.45, protocols: 0.55 }),
  row(6, 2, { countries: 0.45, reasons: 0.55 }),
  row(9, 0, { pace: 0.45, anonymity: 0.55 }),
];
const TALL: readonly Row[] = [
  row(8, 2, { charts: 1 }),
  TWO_ABREAST[1]!,
  TWO_ABREAST[2]!,
  row(8, 2, { latency: 1 }),
  TWO_ABREAST[3]!,
];

export function chartsLayout(body: Rect, { shift }: Pick<ViewWish, 'shift'>): PlacedPanel[] {
  const rows = fitting(arrangementFor(body), body.height);
  const growth = Math.max(
    1,
    rows.reduce((sum, { growth }) => sum + growth, 0),
  );
  const spare = Math.max(0, body.height - rows.reduce((sum, { least }) => sum + least, 0));
  // The borders of the first row are those that can be moved; the last row takes what is left.
  const heights = rows.map(
    (row, index) => row.least + Math.floor((spare * row.growth) / growth) + (index === 0 ? shift.rows : 0),
  );
  const bands = splitRows(body, heights.slice(0, -1));
  return rows.flatMap(({ panels }, index) => {
    const widths = panels.map(([, share]) => Math.round(share * body.width) + (index === 0 ? shift.columns : 0));
    const rects = splitColumns(bands[index]!, widths.slice(0, -1));
    return place(Object.fromEntries(panels.map(([name], at) => [name, rects[at]])));
  });
}

/** The two that say most: how fast it goes, and how much of it works. */
export function tinyCharts(body: Rect): PlacedPanel[] {
  const charts = { ...body, height: body.height - 1 };
  return place({ charts, success: { ...body, y: body.y + charts.height, height: 1 } });
}

function arrangementFor({ width, height }: Rect): readonly Row[] {
  if (width >= WIDE) return THREE_ABREAST;
  return width < TALL_COLUMNS && height >= TALL_ROWS ? TALL : TWO_ABREAST;
}

function fitting(rows: readonly Row[], height: number): readonly Row[] {
  let needed = 0;
  return rows.filter(({ least }, index) => {
    needed += least;
    return index === 0 || needed <= height;
  });
}
