/**
 * Takes modules of Node without importing them: for an import Node makes a module of all that one could ever export, and
 * node:fs alone loads streams, watchers and readline for that, in every thread.
 */
import type { Plugin } from 'rolldown';

const IMPORT = /^import (?:(\{[^}]*\})|\* as ([\w$]+)|([\w$]+)) from "(node:[\w/]+)";$/gm;
const LEFT = /^(?:import|export)\b.*"node:[\w/]+";$/m;
const RENAMED = /([\w$]+) as ([\w$]+)/g;

export function builtins(): Plugin {
  return {
    name: 'builtins',
    generateBundle(_, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue;
        chunk.code = chunk.code.replace(
          IMPORT,
          (_line, names: string | undefined, space: string | undefined, whole: string | undefined, name: string) =>
            `const ${names?.replace(RENAMED, '$1: $2') ?? space ?? whole} = process.getBuiltinModule("${name}");`,
        );
        const left = LEFT.exec(chunk.code)?.[0];
        if (left !== undefined) this.error(`${chunk.fileName}: bin/build/builtins.ts does not understand ${left}`);
      }
    },
  };
}
