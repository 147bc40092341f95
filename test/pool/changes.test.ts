/** What the pool says has changed: whatever is done to it, no row differs from what was written without being named. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { Changes } from '../../src/pool/changes.ts';
import type { Removed } from '../../src/pool/removed.ts';
import { bad, batchOf, createWorld, good, report } from '../help/pool-world.ts';

const ids = (pages: readonly Uint32Array[]): number[] => pages.flatMap((page) => [...page]);

test('each id is named once a round, in order, over many pages; what is given back comes again', () => {
  const changes = new Changes();
  const many = Array.from({ length: 10_000 }, (_, index) => (index * 7) % 10_007);
  for (const id of [...many, ...many]) changes.note(id);
  const taken = changes.take();
  assert.deepEqual(ids(taken), many);
  assert.deepEqual(changes.take(), []);
  changes.note(3);
  changes.giveBack(taken);
  changes.note(4);
  assert.deepEqual(ids(changes.take()), [...many, 3, 4]);
  assert.deepEqual(changes.take(), []);
});

const id = fc.integer({ min: 1, max: 12 });
const host = fc.integer({ min: 1, max: 8 });
const step = fc.oneof(
  fc.record({ do: fc.constant('admit' as const), host, id, flag: fc.boolean() }),
  fc.record({
    do: fc.constantFrom('tag', 'untag', 'ban', 'unban', 'remove', 'undo', 'check', 'begin'),
    host,
    id,
    flag: fc.boolean(),
  }),
);

test('written rows and the pool are equal after every round of changes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const { pool, clock } = createWorld();
      const written = new Map<number, string>();
      const removed: Removed[] = [];
      for (const { do: what, host, id, flag } of steps) {
        clock.at += 400_000;
        if (what === 'admit') {
          const user = flag ? { user: 'ann', password: `p${id % 3}` } : {};
          await pool.admit(batchOf([{ host: `127.0.0.${host}`, port: 80, protocols: id % 4, ...user }]), {
            source: `s${id % 3}`,
          });
        } else if (what === 'tag') await pool.tag([id, host], flag ? 'a' : 'b');
        else if (what === 'untag') await pool.untag([id, host], flag ? 'a' : 'b');
        else if (what === 'ban') await pool.ban([id]);
        else if (what === 'unban') await pool.unban([id]);
        else if (what === 'remove') await pool.remove([id], (one) => removed.push(one));
        else if (what === 'undo') await pool.bringBack([removed.splice(0)]);
        else if (what === 'check') pool.apply([report(id, clock.at, [flag ? good() : bad('reset')])]);
        else pool.tasksOf([id]).next();
        for (const changed of ids(pool.images.takeChanged())) {
          const image = pool.images.image(changed);
          if (image === null) written.delete(changed);
          else written.set(changed, JSON.stringify(image));
        }
        const rows = new Map([...pool.images.images()].map((row) => [row[0] as number, JSON.stringify(row)]));
        assert.deepEqual(new Map([...written].sort(([a], [b]) => a - b)), rows, what);
      }
    }),
    { numRuns: 200 },
  );
});
