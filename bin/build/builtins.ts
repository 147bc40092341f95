/**
 * Takes modules of Node without importing them: for an import Node makes a module of all that one could ever export, and
 * node:fs alone loads streams, watchers and readline for that, in every thread.
 */
import { isBuiltin } from 'node:module';
import type { Plugin } from 'rolldown';

const IMPORT = /^import (?:(\{[^}]*\})|\* as ([\w$]+)|([\w$]+)) from "(node:[^"]+)";$/;
const RENAMED = /([\w$]+) as ([\w$]+)/g;

export function builtins(): Plugin {
  return {
    name: 'builtins',
    generateBundle(_, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue;
        const { code, fileName } = chunk;
        const pieces: string[] = [];
        let done = 0;
        // Parsed: a text or a comment may hold what looks like an import.
        for (const node of this.parse(code).body) {
          const name = 'source' in node ? node.source?.value : undefined;
          if (name?.startsWith('node:') !== true) continue;
          const line = code.slice(node.start, node.end);
          if (!isBuiltin(name)) this.error(`${fileName}: Node has no ${name}`);
          const taken = takenInstead(line);
          if (taken === null) this.error(`${fileName}: bin/build/builtins.ts does not understand ${line}`);
          pieces.push(code.slice(done, node.start), taken);
          done = node.end;
        }
        chunk.code = pieces.join('') + code.slice(done);
      }
    },
  };
}

/** @returns null where it is no import that this understands */
function takenInstead(line: string): string | null {
  const found = IMPORT.exec(line);
  if (found === null) return null;
  const [, names, space, whole, module] = found;
  return `const ${names?.replace(RENAMED, '$1: $2') ?? space ?? whole} = process.getBuiltinModule("${module}");`;
}
