/** One value as a person reads it (units, dashes for nothing) and as a machine does (raw). Pure. */
import { formatBytes, formatCount, formatDuration, formatPercent } from '../../lib/units.ts';
import { Quantity } from '../expr/quantity.ts';
import { safeJson, safeText } from '../../lib/safe-text.ts';
import type { Column, Row } from '../define.ts';

/** Numbers that name something are not grouped. */
const NAMES = new Set(['id', 'port', 'seq', 'status', 'code', 'pid', 'line', 'exit']);
const LONGEST = 2000;

/** Text of a cell with units. */
export function cellText(column: Column, row: Row, value: unknown, utf8: boolean): string {
  const text =
    column.show && value !== null && value !== undefined
      ? column.show(value, row, utf8)
      : humanText(column.field, value, utf8);
  return safeText(text, LONGEST);
}

/** A value by its kind and the ending of its field's name: `latencyMs` 212 → `212 ms`. */
export function humanText(field: string, value: unknown, utf8: boolean): string {
  if (value === null || value === undefined || value === '') return utf8 ? '–' : '-';
  if (typeof value === 'number') return humanNumber(field, value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return field.endsWith('At') ? humanTime(value) : value;
  if (value instanceof Quantity) return value.text;
  if (Array.isArray(value)) return value.length === 0 ? (utf8 ? '–' : '-') : humanList(value, utf8);
  return Object.entries(value as Row)
    .map(([name, inner]) => `${titleOf({ field: name })} ${humanText(name, inner, utf8)}`)
    .join('  ');
}

/** The heading of a column: `lastCheckedAt` → `last checked`. */
export function titleOf(column: Column): string {
  if (column.title !== undefined) return column.title;
  const words = safeText(column.field)
    .replace(/(?<=[a-z])(?:Ms|At)$/, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2');
  return words.toLowerCase();
}

/** The same for formats that tell numbers from text. */
export function machineValue(value: unknown): string | number {
  const plain = value instanceof Quantity ? value.value : value;
  return typeof plain === 'number' ? plain : machineText(plain);
}

/** Raw text for TSV and CSV: numbers as they are, lists joined by commas, nothing as nothing. */
export function machineText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) {
    return value.every((item) => typeof item !== 'object') ? value.map(machineText).join(',') : safeJson(value);
  }
  if (value instanceof Quantity) return String(value.value);
  return typeof value === 'object' ? safeJson(value) : String(value as string | number | boolean);
}

function humanNumber(field: string, value: number): string {
  if (field.endsWith('Ms') || field === 'ms') return formatDuration(value);
  if (field === 'bytes' || field.endsWith('Bytes')) return formatBytes(value);
  if (field.endsWith('Rate') && value >= 0 && value <= 1) return formatPercent(value);
  if (Number.isInteger(value)) return NAMES.has(field) ? String(value) : formatCount(value);
  return value.toFixed(3);
}

function humanTime(iso: string): string {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.test(iso) ? iso.slice(0, 19).replace('T', ' ') : iso;
}

function humanList(items: readonly unknown[], utf8: boolean): string {
  return items
    .map((item) =>
      typeof item === 'object' && item !== null && !Array.isArray(item)
        ? Object.entries(item as Row)
            .map(([name, inner]) => humanText(name, inner, utf8))
            .join(' ')
        : humanText('', item, utf8),
    )
    .join(', ');
}
