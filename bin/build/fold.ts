/** Leaves out files that only pass on what another one exports: who would load one of them lazily loads the other one. */
import { posix } from 'node:path';
import type { Plugin } from 'rolldown';
import { specifier } from './files.ts';

/** Under their own names; what is passed on under another one stays. */
const PASSED_ON = /^export \{ [\w$]+(?:, [\w$]+)* \} from "([^"]+)";\s*$/;
const LAZILY = /\bimport\("(\.[^"]+)"\)/g;

export function fold(): Plugin {
  return {
    name: 'fold',
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
      const folded = new Map<string, string>();
      for (const { code, fileName, isEntry } of chunks) {
        const target = isEntry ? undefined : PASSED_ON.exec(code)?.[1];
        if (target !== undefined) folded.set(fileName, posix.join(posix.dirname(fileName), target));
      }
      for (const chunk of chunks) {
        chunk.code = chunk.code.replace(LAZILY, (whole, path: string) => {
          const target = folded.get(posix.join(posix.dirname(chunk.fileName), path));
          return target === undefined ? whole : `import("${specifier(chunk.fileName, target)}")`;
        });
      }
      for (const fileName of folded.keys()) delete bundle[fileName];
    },
  };
}
