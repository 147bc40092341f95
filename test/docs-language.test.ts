/** The examples of docs/language.md are free of errors. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { createInterpreter } from '../src/command/create-interpreter.ts';
import { loadRegistry } from '../src/command/registry.ts';

const page = readFileSync(join(import.meta.dirname, '..', 'docs', 'language.md'), 'utf8');
const interpreter = createInterpreter({ engine: null, registry: loadRegistry() });
const blocks = [...page.matchAll(/^```refbot\n([^]*?)^```/gm)].map(([, text]) => text!);

test('there are examples', () => assert.ok(blocks.length >= 5));

for (const text of blocks) {
  test(`checks: ${text.split('\n', 1)[0]}`, () => {
    assert.deepEqual(
      interpreter.check({ text, origin: 'language.md' }).map(({ message }) => message),
      [],
    );
  });
}
