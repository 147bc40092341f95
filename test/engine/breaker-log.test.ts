import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { BreakerLog } from '../../src/engine/breaker-log.ts';

test('says at most one line a second and names the first', () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const said: string[] = [];
  const log = new BreakerLog((line) => said.push(line));
  log.add(() => 'a:1');
  mock.timers.tick(999);
  log.add(() => assert.fail('only the first is named'));
  assert.deepEqual(said, []);
  mock.timers.tick(1);
  assert.deepEqual(said, ['OPEN a:1 +1 more']);
  for (const address of ['c:3', 'd:4', 'e:5', 'f:6']) log.add(() => address);
  log.flush();
  assert.deepEqual(said.slice(1), ['OPEN c:3 +3 more']);
  mock.timers.tick(5000);
  log.flush();
  assert.equal(said.length, 2, 'nothing is said twice');
  mock.timers.reset();
});
