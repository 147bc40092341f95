/** What a key's line means here, for reading: the row under the cursor in place of the words for it. Nothing is run from this text. Pure. */
import { safeText } from '../../lib/safe-text.ts';

const MAX_VALUE_LENGTH = 80;

/** @param row the row under the cursor; null where there is none */
export function shownLine(line: string, row: Readonly<Record<string, unknown>> | null): string {
  if (row === null) return line;
  const address = row['address'];
  return line
    .replaceAll(/\$row\.(\w+)(?![\w.])/g, (words, field: string) => {
      const value = row[field];
      return typeof value === 'string' || typeof value === 'number' ? safeText(String(value), MAX_VALUE_LENGTH) : words;
    })
    .replaceAll(/@focus\b/g, (word) => (typeof address === 'string' ? safeText(address, MAX_VALUE_LENGTH) : word));
}
