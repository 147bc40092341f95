/** The generated pages are what the definitions say, and links between pages lead somewhere. */
import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { referencePages } from '../docs/generate.ts';

const root = join(import.meta.dirname, '..');

for (const [name, text] of await referencePages()) {
  test(`docs/${name} is fresh`, () => {
    const path = join(root, 'docs', name);
    const kept = existsSync(path) ? readFileSync(path, 'utf8') : '';
    assert.ok(kept === text, `docs/${name} is stale: run \`npm run docs\` and commit it`);
  });
}

test('links between pages lead to files that exist', () => {
  const dead = globSync(['*.md', 'docs/**/*.md', 'plugins/*.md'], { cwd: root }).flatMap((page) =>
    [...readFileSync(join(root, page), 'utf8').matchAll(/\]\(([^)#\s]+)[^)]*\)/g)]
      .map(([, target]) => target!)
      .filter((target) => !/^[a-z]+:/.test(target) && !existsSync(join(root, dirname(page), target)))
      .map((target) => `${page} -> ${target}`),
  );
  assert.deepEqual(dead, []);
});
