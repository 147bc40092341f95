/** Where the journals of a state are: its siblings, numbered as they were begun. A few names, so looking is one short call. */
import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isCode } from '../src/core/atomic-file.ts';
import { realFiles } from '../src/core/file-system.ts';

/** @param prefix the journals' path without `-<number>` */
export function journalPath(prefix: string, number: number): string {
  return `${prefix}-${number}`;
}

export interface JournalName {
  readonly file: string;
  readonly number: number;
}

/** Oldest first. */
export function listJournals(prefix: string): readonly JournalName[] {
  return journalsAmong(prefix, readdirSync(dirname(prefix)));
}

/** The same for whoever must not block. */
export async function findJournals(prefix: string, files = realFiles()): Promise<readonly JournalName[]> {
  return journalsAmong(prefix, await files.readdir(dirname(prefix)));
}

/** Differs after anything was written to a state file or its journals. Blocks for a few short calls. */
export function identityOf(state: string, prefix: string): string {
  const files = [state, ...listJournals(prefix).map(({ file }) => file)];
  return files
    .map((file) => {
      const facts = statSync(file, { bigint: true, throwIfNoEntry: false });
      return `${file} ${facts?.ino} ${facts?.size} ${facts?.mtimeNs}`;
    })
    .join('\n');
}

/** Bytes; 0 for a file that is not there. */
export async function sizeOf(file: string, files = realFiles()): Promise<number> {
  try {
    return (await files.stat(file)).size;
  } catch (error) {
    if (isCode(error, 'ENOENT')) return 0;
    throw error;
  }
}

/** Of all journals together. */
export async function sizeOfJournals(prefix: string, files = realFiles()): Promise<number> {
  let bytes = 0;
  for (const { file } of await findJournals(prefix, files)) bytes += await sizeOf(file, files);
  return bytes;
}

function journalsAmong(prefix: string, names: readonly string[]): readonly JournalName[] {
  const begin = `${basename(prefix)}-`;
  return names
    .filter((name) => name.startsWith(begin) && /^[1-9]\d{0,14}$/.test(name.slice(begin.length)))
    .map((name) => ({ file: join(dirname(prefix), name), number: Number(name.slice(begin.length)) }))
    .sort((a, b) => a.number - b.number);
}
