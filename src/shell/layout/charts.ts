/** Where the charts stand: three in a row on a wide screen, two on a usual one, above each other on a tall one. Pure. */
import type { PlacedPanel } from '../define-view.ts';
import type { Rect } from '../paint/brush.ts';

/** Panels beside each other. */
interface Row {
  readonly panels: readonly (readonly [name: string, share: number])[];
  /** Rows it needs, borders included. */
  readonly least: number;
  /** Its part of the rows that are left over. */
  readonly growth: number;
}

const WIDE = 110;
const USUAL = 60;
/** A narrower screen with so many rows has its charts above each other. */
const TALL_ROWS = 32;
const TALL_COLUMNS = 100;

/** The most useful first: what does not fit is left out from the end. */
const THREE_ABREAST: readonly Row[] = [
  {
    panels: [
      ['charts', 0.6],
      ['latency', 0.4],
    ],
    least: 8,
    growth: 3,
  },
  {
    panels: [
      ['success', 0.31],
      ['pace', 0.3],
      ['anonymity', 0.39],
    ],
    least: 9,
    growth: 1,
  },
  {
    panels: [
      ['protocols', 0.29],
      ['countries', 0.27],
      ['reasons', 0.44],
    ],
    least: 7,
    growth: 3,
  },
];
const TWO_ABREAST: readonly Row[] = [
  {
    panels: [
      ['charts', 0.58],
      ['latency', 0.42],
    ],
    least: 7,
    growth: 3,
  },
  {
    panels: [
      ['success', 0.45],
      ['protocols', 0.55],
    ],
    least: 6,
    growth: 0,
  },
  {
    panels: [
      ['countries', 0.45],
      ['reasons', 0.55],
    ],
    least: 6,
    growth: 2,
  },
  {
    panels: [
      ['pace', 0.45],
      ['anonymity', 0.55],
    ],
    least: 9,
    growth: 0,
  },
];
const ALONE = (name: string, least: number, growth: number): Row => ({ panels: [[name, 1]], least, growth });
const TALL: readonly Row[] = [
  ALONE('charts', 8, 2),
  ...TWO_ABREAST.slice(1, 3),
  ALONE('latency', 8, 2),
  TWO_ABREAST[3]!,
];
const NARROW: readonly Row[] = [
  ALONE('charts', 5, 2),
  ALONE('success', 5, 0),
  ALONE('reasons', 6, 2),
  ALONE('protocols', 6, 0),
  ALONE('latency', 6, 1),
];

export function chartsLayout(body: Rect): PlacedPanel[] {
  const rows = fitting(arrangementFor(body), body.height);
  const growth = rows.reduce((sum, row) => sum + row.growth, 0);
  const spare = Math.max(0, body.height - rows.reduce((sum, row) => sum + row.least, 0));
  const placed: PlacedPanel[] = [];
  let y = body.y;
  let grown = 0;
  for (const [index, { panels, least, growth: own }] of rows.entries()) {
    const before = Math.floor((spare * grown) / Math.max(1, growth));
    grown += own;
    const more = Math.floor((spare * grown) / Math.max(1, growth)) - before;
    const isLast = index === rows.length - 1;
    const height = isLast ? body.y + body.height - y : least + more;
    placed.push(...abreast({ ...body, y, height }, panels));
    y += height;
  }
  return placed;
}

function arrangementFor({ width, height }: Rect): readonly Row[] {
  if (width >= WIDE) return THREE_ABREAST;
  if (width < USUAL) return NARROW;
  return width < TALL_COLUMNS && height >= TALL_ROWS ? TALL : TWO_ABREAST;
}

function fitting(rows: readonly Row[], height: number): readonly Row[] {
  let needed = 0;
  const kept = rows.filter(({ least }, index) => {
    needed += least;
    return index === 0 || needed <= height;
  });
  return kept;
}

function abreast(rect: Rect, panels: Row['panels']): PlacedPanel[] {
  let share = 0;
  return panels.map(([name, own]) => {
    const from = Math.round(share * rect.width);
    share += own;
    const to = name === panels.at(-1)![0] ? rect.width : Math.round(share * rect.width);
    return { name, rect: { ...rect, x: rect.x + from, width: to - from } };
  });
}
