/** The URL of an own page: as any URL, with those offered that can be typed again. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pageUrl } from '../../src/command/types/page-url.ts';
import type { TypeContext } from '../../src/command/types.ts';
import type { Target } from '../../src/engine/types.ts';

const page = (key: string, shown = key): Target => ({ id: 1, key, shown, usedAt: 0, checked: 3, passed: 2 });

test('pages that were checked against are offered, but not those with a masked key', () => {
  const targets = (): Target[] => [
    page('http://a.test/'),
    page('http://a.test/?token=*** #12', 'http://a.test/?token=***'),
  ];
  const context = { engine: { view: { targets } } } as unknown as TypeContext;
  assert.deepEqual(pageUrl.complete!('http', context), [{ value: 'http://a.test/', help: '2 of 3 passed' }]);
  assert.deepEqual(pageUrl.complete!('https', context), []);
  assert.equal(pageUrl.parse('http://A.test'), 'http://a.test/');
});
