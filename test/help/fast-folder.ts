/** A folder for tests that write thousands of small files: in memory where the system has such a place. */
import { accessSync, constants } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MEMORY = '/dev/shm';

/** @returns a new folder; whoever asked removes it */
export function fastFolder(name: string): Promise<string> {
  return mkdtemp(join(isUsable(MEMORY) ? MEMORY : tmpdir(), `refbot-${name}-`));
}

function isUsable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
