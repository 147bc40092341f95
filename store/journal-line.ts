/**
 * The lines of a journal: JSON objects, one a line, each sealed by a checksum over the rest of its line. The first names
 * the snapshot that the journal follows; every other is one piece of a commit, numbered without gaps.
 */
import { crc32 } from 'node:zlib';
import type { ByteText } from '../src/lib/byte-text.ts';
import { uniqueToken } from '../src/lib/unique-token.ts';

export const JOURNAL_FORMAT = 'refbot-journal';
/** Journals of a higher version are refused, with the state they belong to. Since 2 as `STATE_VERSION` 2. */
export const JOURNAL_VERSION = 2;

const BEGIN = '{"crc":"';
/** `{"crc":"01234567",` */
const SEAL_CHARS = BEGIN.length + 8 + 2;

/** What a snapshot contains already, and what the journals after it are bound to. */
export interface JournalMark {
  /** Unique to one history of commits; a restored backup begins another. */
  readonly epoch: string;
  /** Journals up to this number are contained in the snapshot. */
  readonly number: number;
  /** Number of the last line contained. */
  readonly seq: number;
}

/** Nothing is contained but the journals so far, none of which belongs to it. @param number of the newest of them */
export function newHistory(number: number): JournalMark {
  return { epoch: uniqueToken(), number, seq: 0 };
}

/** First line of a journal. */
export interface JournalHead {
  readonly format: typeof JOURNAL_FORMAT;
  readonly version: number;
  readonly epoch: string;
  /** As in the file's name, so that a copy under another name is not taken for it. */
  readonly number: number;
  /** Number of the last durable line before this journal. */
  readonly after: number;
  /** Columns of its rows. */
  readonly cols: readonly string[];
}

/** CRC-32 of a text or bytes, as files carry it. */
export function checksum(data: string | Uint8Array): string {
  return crc32(data).toString(16).padStart(8, '0');
}

/** @param body the JSON text of an object without its first brace */
export function sealLine(body: string): string {
  return `${BEGIN}${checksum(body)}",${body}\n`;
}

/** Begins the line of this number at the end of a text. @returns where; for {@link sealFrom} */
export function beginLine(to: ByteText, seq: number): number {
  const begin = to.length;
  to.text(`${BEGIN}00000000","seq":${seq},`);
  return begin;
}

/** Ends the line that began there, and puts the checksum of its rest where it belongs. */
export function sealFrom(to: ByteText, begin: number): void {
  to.text('}');
  const seal = checksum(to.view(begin + SEAL_CHARS));
  to.view(begin + BEGIN.length, begin + SEAL_CHARS).write(seal, 'latin1');
  to.text('\n');
}

export function headLine(epoch: string, number: number, after: number, cols: readonly string[]): string {
  const head: JournalHead = { format: JOURNAL_FORMAT, version: JOURNAL_VERSION, epoch, number, after, cols };
  return sealLine(JSON.stringify(head).slice(1));
}

/** Whether a line (without its line break) is what was written. */
export function isSealed(line: Buffer): boolean {
  if (line.length <= SEAL_CHARS) return false;
  const seal = line.toString('latin1', 0, SEAL_CHARS);
  return seal === `${BEGIN}${checksum(line.subarray(SEAL_CHARS))}",`;
}
