/**
 * The contract between a text and what scrolls through it: lines with numbers that stay theirs, made when they are looked
 * at. Lines may come at the end, be found at the beginning and fall off there; none changes what it says within a revision.
 */
import type { Segment } from '../paint/brush.ts';

export interface TextLine {
  readonly segments: readonly Segment[];
  /** Cells that its rows after the first are indented by where it is folded. */
  readonly hang: number;
  /** Folded where there is no room for it: always, or only when the person wants lines folded. */
  readonly folded: 'always' | 'wanted';
  /** A row of its own above the line: the date where it changes. */
  readonly above: readonly Segment[] | null;
}

export interface TextLines {
  readonly first: number;
  readonly end: number;
  /** Another number when lines say something else than before; absent where they never do. */
  readonly revision?: number;
  line(number: number): TextLine;
  /** What a search looks at: the segments without their looks. */
  text(number: number): string;
}

/** The text of segments, one after the other. */
export function plainText(segments: readonly Segment[]): string {
  let text = '';
  for (const [part] of segments) text += part;
  return text;
}

/** A text without lines. */
export const NO_LINES: TextLines = {
  first: 0,
  end: 0,
  line: () => ({ segments: [], hang: 0, folded: 'wanted', above: null }),
  text: () => '',
};
