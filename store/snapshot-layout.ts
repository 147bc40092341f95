/**
 * The marks in the text of a state file by which its rows and its checksum are found. Light: the reader's worker knows them
 * without all that writes such a text.
 */
import { checksum } from './journal-line.ts';

/** The line after which the rows begin, and the one after which they end. No JSON string can hold a raw line break. */
export const ROWS_BEGIN = '\n"rows": [\n';
export const ROWS_END = '\n],\n"count": ';

const SEAL = /^"crc": "([0-9a-f]{8})"\n\}\n$/;
const SEAL_BYTES = '"crc": "01234567"\n}\n'.length;

/** The checksum that the file ends with, over everything before that last line; null where there is none. */
export function sealOf(bytes: Buffer): { readonly said: string; readonly found: string } | null {
  const said = SEAL.exec(bytes.toString('latin1', Math.max(0, bytes.length - SEAL_BYTES)))?.[1];
  return said === undefined ? null : { said, found: checksum(bytes.subarray(0, -SEAL_BYTES)) };
}
