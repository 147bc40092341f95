/** Reads the text of a script file, bounded: a script is typed by people. */
import { fail } from '../../model/errors.ts';
import type { Io } from '../io.ts';

const MOST_BYTES = 4 * 1024 * 1024;

/** @throws no-such-file, file-io, syntax for a file that is no text */
export async function readScript(io: Io, path: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of io.openRead(path)) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) throw fail('file-io', `${path} is larger than a script can be (4 MB)`);
    chunks.push(chunk);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw fail('syntax', `${path} is not a text file`);
  }
}
