/** config.json as a document: reading it from the disk and changing one key in it without touching the others. */
import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fail } from '../../model/errors.ts';
import { writeFileAtomic } from '../atomic-file.ts';

/**
 * The parsed file; `{}` where there is none.
 * @throws unreadable-config
 */
export function readConfigFile(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw fail('unreadable-config', `${file} cannot be read: ${(error as Error).message}`, { cause: error });
  }
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    throw fail('unreadable-config', `${file} is not JSON: ${(error as Error).message}`, {
      hint: 'mend the file, or move it away to start with the defaults',
      cause: error,
    });
  }
}

/** Writes the document so that a crash leaves the old file or the new one. @throws file-io */
export async function writeConfigFile(file: string, document: unknown): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await writeFileAtomic(file, `${JSON.stringify(document, null, 2)}\n`);
  } catch (error) {
    throw fail('file-io', `${file} cannot be written: ${(error as Error).message}`, { cause: error });
  }
}

/** A copy of the document with the key set; undefined takes it out, and groups that are empty then. */
export function withKey(document: unknown, path: string, json: unknown): Record<string, unknown> {
  const copy = structuredClone(document) as Record<string, unknown>;
  // A hand-written file may use the dotted name itself.
  delete copy[path];
  const parts = path.split('.');
  const last = parts.pop()!;
  const groups: Record<string, unknown>[] = [copy];
  for (const part of parts) {
    const group = groups.at(-1)!;
    if (group[part] === undefined) group[part] = {};
    groups.push(group[part] as Record<string, unknown>);
  }
  if (json === undefined) delete groups.at(-1)![last];
  else groups.at(-1)![last] = json;
  for (let depth = parts.length; depth > 0; depth--) {
    if (Object.keys(groups[depth]!).length === 0) delete groups[depth - 1]![parts[depth - 1]!];
  }
  return copy;
}
