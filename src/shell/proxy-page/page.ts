/** Everything known of one proxy as the rows of one page: two columns where there is room, one below the other where not. Pure. */
import { PLAIN } from '../paint/style.ts';
import type { Segment } from '../paint/brush.ts';
import { cutRow, type Row, widthOf } from '../text/rows.ts';
import { breakerBlock } from './breaker-block.ts';
import { factsBlock, statusRow } from './facts-block.ts';
import { latencyBlock } from './latency-block.ts';
import type { PageContext } from './page-context.ts';
import { scoreBlock } from './score-block.ts';
import { timelineBlock } from './timeline-block.ts';

/** From this width on there are two columns. */
const WIDE = 96;
const GAP = 4;
/** Rows of text are hard to read beyond this width. */
const WIDEST = 72;

export function proxyPage(context: PageContext, width: number): Row[] {
  const isWide = width >= WIDE;
  const column = Math.min(WIDEST, isWide ? Math.floor((width - GAP) / 2) : width);
  const left = factsBlock(context, column);
  const right = [...scoreBlock(context, column), [], ...latencyBlock(context), [], ...breakerBlock(context, column)];
  const { theme, detail } = context;
  const head: Row = [[detail.address, theme.strong], [`  #${detail.id}  `, theme.dim], ...statusRow(context)];
  const body = isWide ? beside(left, right, column) : [...left, [], ...right];
  return [head, [], ...body, [], ...timelineBlock(context)];
}

function beside(left: readonly Row[], right: readonly Row[], column: number): Row[] {
  return Array.from({ length: Math.max(left.length, right.length) }, (_, index) => {
    const cut = cutRow(left[index] ?? [], column);
    const fill: Segment = [' '.repeat(column + GAP - widthOf(cut)), PLAIN];
    return [...cut, fill, ...(right[index] ?? [])];
  });
}
