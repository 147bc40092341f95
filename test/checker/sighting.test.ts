/** What a judge saw through a proxy, by the judge as it was and as it is: only what both say is said. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JudgeSite } from '../../src/checker/judge-plan.ts';
import { settled, toldBy } from '../../src/checker/sighting.ts';
import type { HeaderField } from '../../src/net/http-head.ts';

const GUARD: HeaderField = ['x-frame-options', 'DENY'];
const VIA: HeaderField = ['via', '1.1 front'];
const site = (
  baseline: readonly HeaderField[],
  responseHeaders: readonly HeaderField[],
  hidesCallers = false,
): JudgeSite => ({ baseline, echo: { responseHeaders }, hidesCallers }) as unknown as JudgeSite;
const plain = site([], [GUARD]);
const seen = (headers: readonly HeaderField[], responseHeaders: readonly HeaderField[]) => ({
  headers,
  responseHeaders,
  exit: '198.51.100.7',
});
const REMOVED = 'header: x-frame-options removed';

test('one that is as it was', () => {
  assert.deepEqual(settled(seen([VIA], []), plain, plain, []), { anonymity: 'anonymous', noticed: REMOVED });
  assert.deepEqual(settled(seen([], [GUARD]), plain, plain, []), { anonymity: 'elite', noticed: null });
});

test('one that has moved meanwhile: what hangs on that is not told', () => {
  const moved = site([VIA], []);
  assert.deepEqual(settled(seen([VIA], []), plain, moved, []), { anonymity: null, noticed: undefined });
  assert.deepEqual(settled(seen([VIA], [GUARD]), plain, moved, []), { anonymity: null, noticed: null });
  assert.deepEqual(settled(seen([], []), plain, moved, []), { anonymity: 'elite', noticed: undefined });
});

test('one that does not see who asks tells no level, and all else', () =>
  assert.deepEqual(toldBy(seen([VIA], []), site([], [GUARD], true), []), { anonymity: null, noticed: REMOVED }));
