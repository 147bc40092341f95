/**
 * What a module says of places in the file tree, made true for the built program, where its code stands in another file:
 * its own address, the modules of a folder, and modules that are loaded by their address and so need a file of their own.
 */
import { posix } from 'node:path';
import type { Plugin } from 'rolldown';
import { filesOf, specifier } from './files.ts';

const FOLDER = /\bfolderModules\(\s*import\.meta\.url,\s*'\.\/([\w-]+)\/',?\s*\)/g;
const SIBLING = /\bsiblingModule\(\s*import\.meta\.url,\s*'([^']+)',?\s*\)/g;
const EITHER = /\b(?:folder|sibling)Modules?\(/g;
const ADDRESS = /\bimport\.meta\.url\b/g;
const PLACE = /"place:([^"]+)"/g;
/** Declares the two functions. */
const SIBLINGS = 'src/lib/sibling.ts';

/** @param onSibling told the path below the root of each module that is loaded by its address */
export function places(root: string, onSibling: (file: string) => void): Plugin {
  return {
    name: 'places',
    transform: {
      filter: { id: /\.ts$/, code: [ADDRESS, EITHER] },
      handler(code, id) {
        const file = posix.relative(root, id);
        const folder = posix.dirname(file);
        const siblings = [...code.matchAll(SIBLING)].map(([, name]) => posix.join(folder, `${name}.ts`));
        for (const sibling of siblings) {
          onSibling(sibling);
          this.emitFile({ type: 'chunk', id: `${root}/${sibling}`, fileName: built(sibling) });
        }
        const found: string[] = [];
        let folders = 0;
        const filled = code.replace(FOLDER, (_, name: string) => {
          folders += 1;
          const modules = filesOf(root, `${folder}/${name}`).map((path) => posix.relative(folder, path));
          const first = found.push(...modules) - modules.length;
          return `[${modules.map((path, at) => entry(posix.relative(name, path), `found${first + at}`)).join()}]`;
        });
        // Found by text: a call that this does not understand would find nothing in the built program.
        const calls = code.match(EITHER)?.length ?? 0;
        if (file !== SIBLINGS && calls !== siblings.length + folders)
          this.error(`${file}: folderModules and siblingModule take import.meta.url and a name in quotes`);
        const imports = found.map((path, at) => `import found${at} from './${path}';`).join('');
        return imports + filled.replace(ADDRESS, `"place:${built(file)}"`);
      },
    },
    renderChunk(code, { fileName }) {
      return code.replace(PLACE, (_, file: string) =>
        file === fileName ? 'import.meta.url' : `new URL("${specifier(fileName, file)}", import.meta.url).href`,
      );
    },
  };
}

/** A `FolderModule` that is there already. */
function entry(path: string, variable: string): string {
  const loaded = `({ default: ${variable} })`;
  return `{ name: '${path.replace(/\.ts$/, '')}', load: async () => ${loaded}, loadNow: () => ${loaded} }`;
}

function built(file: string): string {
  return file.replace(/\.ts$/, '.js');
}
