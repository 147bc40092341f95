/** The modules that a build begins with, how files are found (as the program does it: src/lib/sibling.ts) and named. */
import { posix } from 'node:path';
import { pathToFileURL } from 'node:url';
import { discoverModules } from '../../src/lib/sibling.ts';

export const MAIN = 'src/main.ts';
/** Each stays a file of its own that is found at run time: a single command loads no other. */
export const COMMANDS = 'commands';

/** Modules of a folder below the root, as paths below the root. */
export function filesOf(root: string, folder: string): string[] {
  return discoverModules(pathToFileURL(`${root}/${folder}/`), '.ts').map(({ name }) => `${folder}/${name}.ts`);
}

/** What a file of dist imports another one by. */
export function specifier(from: string, to: string): string {
  const path = posix.relative(posix.dirname(from), to);
  return path.startsWith('.') ? path : `./${path}`;
}
