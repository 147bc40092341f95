/** Built code takes what it needs of Node without importing it, and does what it did; what only looks like an import stays. */
import assert from 'node:assert/strict';
import { readFile, stat } from 'node:fs';
import fsp, { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { type OutputChunk, rolldown } from 'rolldown';
import { builtins } from '../../../bin/build/builtins.ts';

let folder = '';
before(async () => void (folder = await mkdtemp(join(tmpdir(), 'refbot-builtins-'))));
after(() => rm(folder, { recursive: true, force: true }));

let count = 0;

/** Builds a module as `npm run build` does. */
async function build(source: string, plugins = [builtins()]): Promise<OutputChunk> {
  const name = `module-${++count}`;
  const input = join(folder, `${name}.ts`);
  await writeFile(input, source);
  const bundle = await rolldown({
    cwd: folder,
    input: { [name]: input },
    external: /^[^./]/,
    platform: 'node',
    transform: { target: 'node24' },
    tsconfig: false,
    plugins,
  });
  const { output } = await bundle.write({ dir: join(folder, 'dist'), entryFileNames: '[name].mjs', comments: false });
  assert.equal(output.length, 1, 'neither a map nor another file');
  return output[0];
}

/** What a built module exports as `result`. */
async function run({ fileName }: OutputChunk): Promise<unknown> {
  const { result } = (await import(pathToFileURL(join(folder, 'dist', fileName)).href)) as { result: unknown };
  return result;
}

const IMPORTED = /^import .*"node:/m;

for (const [what, source, taken, result] of [
  [
    'names',
    `import { basename, dirname } from 'node:path'; export const result = [basename('/a/b'), dirname('/a/b')];`,
    'const { basename, dirname } = process.getBuiltinModule("node:path");',
    ['b', '/a'],
  ],
  [
    'names under other ones',
    `import { stat as look, readFile } from 'node:fs';
     import { readFile as read, stat } from 'node:fs/promises';
     export const result = [look.length, readFile.length, read.length, stat.length];`,
    'const { readFile: readFile$1, stat: stat$1 } = process.getBuiltinModule("node:fs/promises");',
    [stat.length, readFile.length, fsp.readFile.length, fsp.stat.length],
  ],
  [
    'the whole',
    `import path from 'node:path'; export const result = path.basename('/a/b');`,
    'const path = process.getBuiltinModule("node:path");',
    'b',
  ],
  [
    'all of it',
    `import * as path from 'node:path'; export const result = [path.basename, typeof path.join, path].map((x) => typeof x);`,
    'const path = process.getBuiltinModule("node:path");',
    ['function', 'string', 'object'],
  ],
  [
    'a module below another',
    `import { readFile } from 'node:fs/promises'; export const result = typeof readFile;`,
    'const { readFile } = process.getBuiltinModule("node:fs/promises");',
    'function',
  ],
  [
    'one that two names were given',
    `import { sep, sep as between } from 'node:path'; export const result = [sep, between];`,
    '= process.getBuiltinModule("node:path");',
    ['/', '/'],
  ],
] as const)
  test(`${what} of a module of Node`, async () => {
    const chunk = await build(source);
    assert.ok(chunk.code.includes(taken), chunk.code);
    assert.doesNotMatch(chunk.code, IMPORTED);
    assert.deepEqual(await run(chunk), result);
  });

test('a module that is loaded later still is, and one that is no part of Node stays imported', async () => {
  const chunk = await build(`
    import { Low } from 'lowdb';
    export { Low };
    export const later = () => import('node:path');`);
  assert.match(chunk.code, /^import \{ Low \} from "lowdb";$/m);
  assert.match(chunk.code, /import\("node:path"\)/);
});

test('texts and comments that look like imports stay as they are, whatever letters are before them', async () => {
  const lines = ['import { x } from "node:path";', 'export { y } from "node:fs";', 'import "node:os";'];
  const text = `ä 🦊\n${lines.join('\n')}\n`;
  const chunk = await build(`
    import { basename } from 'node:path';
    /*! é
${lines.join('\n')}
    */
    export const result = [\`${text}\`, basename('/ü/b')];`);
  assert.deepEqual(await run(chunk), [text, 'b']);
});

test('every line stays the one it was: stack traces name them', async () => {
  const source = `
    import { basename as last } from 'node:path';
    import * as os from 'node:os';
    export const result = new Error(last(os.EOL)).stack;`;
  const [before, chunk] = [await build(source, []), await build(source)];
  const lineIn = ({ code }: OutputChunk): number =>
    code.split('\n').findIndex((line) => line.includes('new Error')) + 1;
  assert.equal(lineIn(chunk), lineIn(before));
  assert.match(String(await run(chunk)), new RegExp(`${chunk.fileName}:${lineIn(chunk)}:`));
});

for (const [what, source, message] of [
  [
    'a module that Node does not have',
    `import { a } from 'node:nope'; export const result = a;`,
    /Node has no node:nope/,
  ],
  [
    'the whole with names',
    `import fs, { stat } from 'node:fs'; export const result = [fs, stat];`,
    /does not understand import fs, \{ stat \}/,
  ],
  ['what is passed on', `export { stat } from 'node:fs';`, /does not understand/],
  ['all that is passed on', `export * from 'node:fs';`, /does not understand export \* from "node:fs"/],
] as const)
  test(`an error of the build: ${what}`, () => assert.rejects(build(source), { message }));
