/** Where the journals of a state are: its siblings, numbered as they were begun. A few names, so looking is one short call. */
import { readdirSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isCode } from '../src/core/atomic-file.ts';

/** @param prefix the journals' path without `-<number>` */
export function journalPath(prefix: string, number: number): string {
  return `${prefix}-${number}`;
}

/** Oldest first. */
export function listJournals(prefix: string): { readonly file: string; readonly number: number }[] {
  const begin = `${basename(prefix)}-`;
  return readdirSync(dirname(prefix))
    .filter((name) => name.startsWith(begin) && /^[1-9]\d{0,14}$/.test(name.slice(begin.length)))
    .map((name) => ({ file: join(dirname(prefix), name), number: Number(name.slice(begin.length)) }))
    .sort((a, b) => a.number - b.number);
}

/** Bytes; 0 for a file that is not there. */
export async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if (isCode(error, 'ENOENT')) return 0;
    throw error;
  }
}
