/** Copies a state with everything beside it into a folder of its own, as a kill or a power cut at this moment would leave it. */
import { cp, mkdtemp } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** @returns the copied state file; its folder is beside the one of the original, below the same parent */
export async function copyState(file: string): Promise<string> {
  const copy = await mkdtemp(`${dirname(file)}-copy-`);
  await cp(dirname(file), copy, { recursive: true, filter: (path) => !path.endsWith('.lock') });
  return join(copy, basename(file));
}
