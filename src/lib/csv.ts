/** A value as a cell of CSV (RFC 4180). All CSV that RefBot writes comes by here, since spreadsheets run what looks like a formula. */
import { safeLines } from './safe-text.ts';

/** What makes a cell a formula in some spreadsheet, also behind white space (OWASP, CSV injection). */
const FORMULA = /^\s*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;
const TO_QUOTE = /[",\r\n]/;

/** Numbers stay numbers, nothing is nothing, and all else is text: one that would be run gets an apostrophe in front. */
export function csvCell(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const text = safeLines(Array.isArray(value) ? value.join(' ') : String(value));
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return TO_QUOTE.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
