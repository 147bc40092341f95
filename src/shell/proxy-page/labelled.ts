/** A fact of a page: a label in a column of its own and its value, folded below itself. */
import type { Theme } from '../paint/style.ts';
import { foldRows, type Row } from '../text/rows.ts';
import type { Segment } from '../paint/brush.ts';

/** Cells of the labels of every block. */
export const LABEL = 12;

export function labelled(theme: Theme, width: number, label: string, value: string | Row): Row[] {
  const segments: Segment[] = typeof value === 'string' ? [[value, theme.text]] : [...value];
  return foldRows([[label.padEnd(LABEL), theme.dim], ...segments], width, LABEL);
}
