/**
 * `npm run build`: makes dist/ of src, store and commands, JavaScript in few files, so that little has to be found and read
 * at a start. Packages stay where npm puts them. What is in which file: chunks.ts; decision 0023 has the reasons.
 */
import { join } from 'node:path';
import { type OutputChunk, rolldown } from 'rolldown';
import { builtins } from './builtins.ts';
import { Chunks } from './chunks.ts';
import { COMMANDS, filesOf, MAIN } from './files.ts';
import { fold } from './fold.ts';
import { places } from './places.ts';

const root = join(import.meta.dirname, '..', '..');
const chunks = new Chunks(root);
const bundle = await rolldown({
  cwd: root,
  input: Object.fromEntries([MAIN, ...filesOf(root, COMMANDS)].map((file) => [file.replace(/\.ts$/, ''), file])),
  external: /^[^./]/,
  platform: 'node',
  transform: { target: 'node24' },
  tsconfig: false,
  // Who loads a command may find more in its file than the command exports.
  preserveEntrySignatures: 'allow-extension',
  checks: { ineffectiveDynamicImport: false },
  plugins: [places(root, (file) => chunks.add(file)), chunks.survey(), fold(), builtins()],
});
const { output } = await bundle.write({
  dir: join(root, 'dist'),
  cleanDir: true,
  entryFileNames: '[name].js',
  chunkFileNames: 'chunks/[name].js',
  comments: false,
  // Not minified: a stack trace is read by people, and loading all of it would be two milliseconds quicker.
  minifyInternalExports: false,
  codeSplitting: {
    groups: [{ debugName: 'chunks', name: (id) => chunks.nameOf(id) }],
    // Whatever a module imports has a chunk by the same rule.
    includeDependenciesRecursively: false,
  },
});
refuseCycles(output.filter((file) => file.type === 'chunk'));

/** @throws Error where files import each other: what stands in them would be run before what it needs */
function refuseCycles(files: readonly OutputChunk[]): void {
  const imports = new Map(files.map((file) => [file.fileName, file.imports]));
  const done = new Set<string>();
  const visit = (name: string, trail: readonly string[]): void => {
    if (trail.includes(name)) throw new Error(`files that import each other: ${[...trail, name].join(' -> ')}`);
    if (done.has(name)) return;
    for (const next of imports.get(name) ?? []) visit(next, [...trail, name]);
    done.add(name);
  };
  for (const { fileName } of files) visit(fileName, []);
}
