/** Which page a person means: the whole URL, what is shown of it, or a part that no other has. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Store } from '../../store/store.ts';
import { TargetKeeper } from '../../src/engine/target-keeper.ts';
import { RefbotError } from '../../src/model/errors.ts';
import { createWorld } from '../help/pool-world.ts';

function keeper(...urls: readonly string[]): TargetKeeper {
  const store = { documents: {}, markDirty: () => 0 } as unknown as Store;
  const it = new TargetKeeper({ pool: createWorld().pool, store });
  for (const url of urls) it.use(url);
  return it;
}
const unknown = (message: RegExp) => (error: unknown) =>
  error instanceof RefbotError && error.errorName === 'unknown-target' && message.test(error.message);

test('a whole URL is its page, though it is part of others; a part must be of one', () => {
  const it = keeper('http://a.test/', 'http://a.test/shop', 'http://b.test/');
  assert.equal(it.find('http://a.test/').id, 1);
  assert.equal(it.find('shop').id, 2);
  assert.throws(() => it.find('a.test'), unknown(/part of several: http:\/\/a\.test\/, http:\/\/a\.test\/shop/));
  assert.throws(() => it.find('c.test'), unknown(/nothing was checked against c\.test/));
});

test('where keys are masked, what is shown is enough as long as no other looks the same', () => {
  const it = keeper('http://a.test/?token=one', 'http://a.test/?token=one&lang=de');
  assert.equal(it.find('http://a.test/?token=***').id, 1);
  it.use('http://a.test/?token=two');
  assert.throws(() => it.find('http://a.test/?token=***'), unknown(/several/));
  assert.equal(it.find('http://a.test/?token=two').id, 3);
  assert.throws(
    () => it.find('token=three'),
    (error) => error instanceof Error && !error.message.includes('three'),
  );
});
