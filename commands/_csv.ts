/** A value as a cell of the CSV files that commands write. */
import { safeLines } from '../src/lib/safe-text.ts';

/** RFC 4180. A leading = + - @ would be run as a formula by spreadsheets: it gets an apostrophe. */
export function csvCell(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = safeLines(Array.isArray(value) ? value.join(' ') : String(value));
  const safe = typeof value !== 'number' && /^[\s]*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
