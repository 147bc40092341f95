/** One value for a person: an object as lines of key and value, anything else as its text. */
import { cellText, humanText, titleOf } from './cell.ts';
import { colourOf, paint } from './colour.ts';
import { displayWidth, padToWidth } from '../../lib/width.ts';
import { foldToWidth } from '../../lib/fold.ts';
import { safeLines } from '../../lib/safe-text.ts';
import { tableColumns, valueAt } from './shape.ts';
import type { Io } from '../io.ts';
import type { Column, Row } from '../define.ts';

/**
 * @param columns how the fields are shown, where the command says so
 * @param wanted fields asked for; null = all of the value
 * @returns lines, each with its newline; empty for nothing. Long text goes on below itself on a terminal
 * @throws unknown-field for a wanted one that the value does not have
 */
export function renderValue(
  value: unknown,
  columns: readonly Column[] | null,
  output: Io['output'],
  wanted: readonly string[] | null = null,
): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string')
    return value === '' || value.endsWith('\n') ? safeLines(value) : `${safeLines(value)}\n`;
  if (typeof value !== 'object') return `${humanText('', value, output.utf8)}\n`;
  const row = value as Row;
  const fields = wanted === null ? fieldsOf(row, columns ?? []) : tableColumns({ wanted, columns, fields: null }, row);
  const width = Math.max(0, ...fields.map((column) => displayWidth(titleOf(column))));
  const room = output.tty ? Math.max(20, output.columns - width - 2) : Infinity;
  const indent = `\n${' '.repeat(width + 2)}`;
  return fields
    .map((column) => {
      const inner = valueAt(row, column.field);
      const text = foldToWidth(cellText(column, row, inner, output.utf8), room).join(indent);
      const colour = colourOf(inner);
      const title = paint(padToWidth(titleOf(column), width), 'dim', output.color);
      return `${title}  ${colour === null ? text : paint(text, colour, output.color)}\n`;
    })
    .join('');
}

/** In the order the command declares them; what it does not declare comes behind. */
function fieldsOf(row: Row, columns: readonly Column[]): Column[] {
  const declared = columns.filter(({ field }) => Object.hasOwn(row, field));
  const names = new Set(declared.map(({ field }) => field));
  const others = Object.keys(row).filter((field) => !names.has(field));
  return [...declared, ...others.map((field) => ({ field }))];
}
