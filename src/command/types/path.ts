/** A file or folder, as the user wrote it (`~` stays for the opener); `-` is standard input or output. Completes from the working folder. */
import { readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { badValue } from './bad-value.ts';
import type { ArgType, Completion } from '../types.ts';

const MOST = 500;

export const path: ArgType<string> = {
  name: 'file',
  parse(text) {
    if (text === '' || text.includes('\0')) throw badValue(text, 'a path', './list.txt, /tmp/out.csv');
    return text;
  },
  complete(prefix, { cwd }) {
    const slash = prefix.lastIndexOf('/') + 1;
    const folder = prefix.slice(0, slash);
    const begun = prefix.slice(slash);
    const found: Completion[] = [];
    try {
      for (const entry of readdirSync(resolve(cwd, folder.replace(/^~(?=\/)/, homedir())), { withFileTypes: true })) {
        if (!entry.name.startsWith(begun) || (entry.name.startsWith('.') && !begun.startsWith('.'))) continue;
        found.push(
          entry.isDirectory() ? { value: `${folder}${entry.name}/`, help: 'folder' } : { value: folder + entry.name },
        );
        if (found.length === MOST) break;
      }
    } catch {
      // A folder that does not exist or may not be read has nothing to offer.
    }
    return found;
  },
};
