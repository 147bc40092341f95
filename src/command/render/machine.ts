/**
 * The formats for other programs: JSON lines, CSV (RFC 4180), TSV without a header, and Markdown tables. Raw values, no
 * units; no cell of CSV is a formula. Rows are written as they come. Pipes end in terminals: what would act on one is
 * escaped in JSON and left out of the others.
 */
import { machineFields, project, valueAt } from './shape.ts';
import { machineText, machineValue } from './cell.ts';
import { csvCell } from '../../lib/csv.ts';
import { safeJson, safeLines, safeText } from '../../lib/safe-text.ts';
import { Quantity } from '../expr/quantity.ts';
import type { Row } from '../define.ts';
import type { Shape } from './shape.ts';

type Lines = (fields: readonly string[]) => { readonly head: string; row(row: Row): string };

const csv: Lines = (fields) => ({
  head: fields.length === 0 ? '' : `${fields.map(csvCell).join(',')}\r\n`,
  row: (row) => `${fields.map((field) => csvCell(machineValue(valueAt(row, field)))).join(',')}\r\n`,
});

const tsv: Lines = (fields) => ({
  head: '',
  row: (row) => `${fields.map((field) => tsvCell(machineText(valueAt(row, field)))).join('\t')}\n`,
});

const md: Lines = (fields) => ({
  head: fields.length === 0 ? '' : `| ${fields.map(mdCell).join(' | ')} |\n|${fields.map(() => ' --- |').join('')}\n`,
  row: (row) => `| ${fields.map((field) => mdCell(machineText(valueAt(row, field)))).join(' | ')} |\n`,
});

const jsonl: Lines = (fields) => ({
  head: '',
  row: (row) => `${safeJson(fields.length === Object.keys(row).length ? row : project(row, fields))}\n`,
});

const FORMS = { csv, tsv, md, jsonl } as const;
export type MachineFormat = keyof typeof FORMS;

/** One chunk a row; the caller gathers them. @throws unknown-field for a column the rows do not have */
export async function* renderMachine(
  format: MachineFormat,
  rows: AsyncIterable<Row>,
  shape: Shape,
): AsyncGenerator<string> {
  let form: ReturnType<Lines> | null = null;
  for await (const row of rows) {
    if (form === null) {
      form = FORMS[format](machineFields(shape, row));
      if (form.head !== '') yield form.head;
    }
    yield form.row(row);
  }
  if (form === null) yield FORMS[format](machineFields(shape, undefined)).head;
}

/**
 * One value: a scalar is its text, an object is one row (TSV: a line for each field). What is nested has dotted names;
 * a list of objects is no field of a line, it is left to JSON unless it was asked for.
 * @throws unknown-field for a wanted one that the value does not have
 */
export function renderMachineValue(
  format: MachineFormat,
  value: unknown,
  wanted: readonly string[] | null = null,
): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'object') {
    const text = safeLines(machineText(value));
    return format === 'jsonl' ? `${safeJson(value)}\n` : text.endsWith('\n') ? text : `${text}\n`;
  }
  const row = value as Row;
  const chosen = wanted === null ? row : project(row, machineFields({ wanted, columns: null, fields: null }, row));
  if (format === 'jsonl') return `${safeJson(chosen)}\n`;
  const flat = wanted === null ? Object.fromEntries(flattened(row)) : chosen;
  const fields = Object.keys(flat);
  if (format === 'tsv')
    return fields.map((field) => `${tsvCell(field)}\t${tsvCell(machineText(flat[field]))}\n`).join('');
  const form = FORMS[format](fields);
  return form.head + form.row(flat);
}

function* flattened(row: Row, prefix = ''): Generator<readonly [string, unknown]> {
  for (const [name, value] of Object.entries(row)) {
    if (Array.isArray(value)) {
      if (!value.some((item) => typeof item === 'object' && item !== null)) yield [prefix + name, value];
    } else if (typeof value === 'object' && value !== null && !(value instanceof Quantity)) {
      yield* flattened(value as Row, `${prefix}${name}.`);
    } else yield [prefix + name, value];
  }
}

function tsvCell(text: string): string {
  return safeText(text, Infinity);
}

function mdCell(text: string): string {
  return safeLines(text).replace(/\n+/g, ' ').replaceAll('\\', '\\\\').replaceAll('|', '\\|');
}
