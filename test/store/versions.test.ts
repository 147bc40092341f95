/**
 * States as every earlier RefBot left them, killed in the middle of its work: each opens without a word and gives the
 * answers that its own program gave. A folder of `fixtures/` holds the files and `answers.json`, written by that program.
 */
import assert from 'node:assert/strict';
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Endpoint, ProxyRow } from '../../src/model/proxy.ts';
import { STATE_VERSION } from '../../src/model/state.ts';
import { openStore, type Store } from '../../store/store.ts';
import { verifyState } from '../../store/verify.ts';
import { createWorld } from '../help/pool-world.ts';

interface Answers {
  readonly now: number;
  readonly documents: Readonly<Record<string, unknown>>;
  readonly nextId: number;
  readonly endpoints: readonly Endpoint[];
  readonly rows: readonly ProxyRow[];
}

const fixtures = join(import.meta.dirname, 'fixtures');
const names = (await readdir(fixtures)).sort();

async function open(
  file: string,
  now: number,
): Promise<{ store: Store; pool: ReturnType<typeof createWorld>['pool'] }> {
  const { pool, clock } = createWorld();
  clock.at = now;
  const store = await openStore({
    file,
    rows: pool.images,
    clock,
    intervalMs: 2 ** 30,
    socket: null,
    onSaved: () => {},
    onFailed: (error) => assert.fail(error),
  });
  return { store, pool };
}

for (const name of names) {
  test(`${name}: opens and gives the same answers, and again after it was saved by this RefBot`, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'refbot-version-'));
    try {
      await cp(join(fixtures, name), folder, { recursive: true });
      const answers = JSON.parse(await readFile(join(folder, 'answers.json'), 'utf8')) as Answers;
      const file = join(folder, 'state.json');
      for (let time = 0; time < 2; time++) {
        const { store, pool } = await open(file, answers.now);
        assert.deepEqual(store.notices, []);
        const rows = [...pool.rows()];
        assert.deepEqual(
          rows.map((row) => pool.endpoint(row.id)),
          answers.endpoints,
        );
        // Fields that rows have got since are no answer of that time.
        for (const [index, row] of answers.rows.entries())
          for (const [field, value] of Object.entries(row))
            assert.deepEqual(rows[index]![field as keyof ProxyRow], value, `proxy ${row.id}: ${field}`);
        assert.equal(rows.length, answers.rows.length);
        for (const [key, value] of Object.entries(answers.documents))
          assert.deepEqual(store.documents[key], value, key);
        assert.equal(pool.images.nextId, answers.nextId);
        // The file of an older version is kept as it was, once.
        const version = Number(/^v(\d+)-/.exec(name)![1]);
        assert.deepEqual(
          (await store.backups.list()).map(({ reason }) => reason),
          version < STATE_VERSION ? [`before migration from version ${version}`] : [],
        );
        await store.close();
        assert.ok((await verifyState(file)).ok);
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
}

test('every version of the file that was ever written has a fixture', () => {
  const versions = new Set(names.map((name) => Number(/^v(\d+)-/.exec(name)?.[1])));
  assert.deepEqual(
    [...versions].sort(),
    Array.from({ length: STATE_VERSION }, (_, index) => index + 1),
  );
});
