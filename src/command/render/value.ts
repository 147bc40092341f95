/** One value for a person: an object as lines of key and value, anything else as its text. */
import { cellText, humanText, titleOf } from './cell.ts';
import { colourOf, paint } from './colour.ts';
import { displayWidth, padToWidth, truncateToWidth } from '../../lib/width.ts';
import { valueAt } from './shape.ts';
import type { Io } from '../io.ts';
import type { Column, Row } from '../define.ts';

/** @param columns how the fields are shown, where the command says so. @returns lines, each with its newline; empty for nothing */
export function renderValue(value: unknown, columns: readonly Column[] | null, output: Io['output']): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value === '' || value.endsWith('\n') ? value : `${value}\n`;
  if (typeof value !== 'object') return `${humanText('', value, output.utf8)}\n`;
  const row = value as Row;
  const declared = new Map((columns ?? []).map((column) => [column.field, column]));
  const fields = Object.keys(row).map((field) => declared.get(field) ?? { field });
  const width = Math.max(0, ...fields.map((column) => displayWidth(titleOf(column))));
  const room = Math.max(10, output.columns - width - 2);
  const ellipsis = output.utf8 ? '…' : '~';
  return fields
    .map((column) => {
      const inner = valueAt(row, column.field);
      const text = truncateToWidth(cellText(column, row, inner, output.utf8), room, ellipsis);
      const colour = colourOf(inner);
      const title = paint(padToWidth(titleOf(column), width), 'dim', output.color);
      return `${title}  ${colour === null ? text : paint(text, colour, output.color)}\n`;
    })
    .join('');
}
