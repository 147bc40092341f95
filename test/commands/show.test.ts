/** How values look to a person: no dash where there is a value, no `undefined` where there is none. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  NOTHING,
  ago,
  bytes,
  count,
  duration,
  percent,
  plain,
  score,
  time,
  words,
  yesNo,
} from '../../commands/_show.ts';

test('values have units, and what is missing is a dash', () => {
  const cases = [
    [count('x'), 18204, '18,204'],
    [count('x'), null, NOTHING],
    [duration('x'), 412, '412 ms'],
    [duration('x'), undefined, NOTHING],
    [bytes('x'), 1200, '1.2 kB'],
    [percent('x'), 0.066, '6.6 %'],
    [score('x'), 0.94123, '0.941'],
    [plain('x'), 'text', 'text'],
    [plain('x'), '', NOTHING],
    [plain('x'), { http: 2, https: 1200 }, 'http 2  https 1,200'],
    [plain('x'), {}, NOTHING],
    [plain('x'), true, 'true'],
    [words('x'), ['http', 'socks5'], 'http socks5'],
    [words('x'), [], NOTHING],
    [yesNo('x'), true, 'yes'],
    [yesNo('x'), false, 'no'],
    [ago('x'), null, 'never'],
    [ago('x'), 'nonsense', 'never'],
    [time('x'), null, NOTHING],
  ] as const;
  for (const [column, value, shown] of cases) assert.equal(column.show!(value, {}, true), shown);
  assert.match(ago('x').show!(new Date(Date.now() - 65_000).toISOString(), {}, true), /^1m 0\ds ago$/);
  assert.match(time('x').show!('2026-11-20T12:00:00.000Z', {}, true), /^2026-11-2\d \d\d:00:00$/);
});
