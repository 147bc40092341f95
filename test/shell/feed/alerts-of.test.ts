/** What is wrong now: the standing alerts that the badge counts and the panel lists. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LIVENESS_LABEL } from '../../../src/checker/judge-plan.ts';
import type { SourceRow } from '../../../src/engine/types.ts';
import { standingAlerts } from '../../../src/shell/feed/alerts-of.ts';
import { makeWorld } from '../../help/shell-world.ts';

const status = makeWorld().engine.view.status();
const SOURCE: SourceRow = {
  name: 'lab',
  location: 'http://192.0.2.1/list',
  kind: 'own',
  enabled: true,
  protocols: [],
  lastFetchedAt: null,
  nextDueAt: null,
  state: 'failing',
  failures: 3,
  format: null,
  found: 0,
  new: 0,
  listed: 0,
  working: 0,
  workingRate: null,
  ms: null,
  error: 'refused',
};
const words = (...asked: Parameters<typeof standingAlerts>): string[] =>
  standingAlerts(...asked).map(({ level, message }) => `${level} ${message}`);

test('nothing is wrong with a healthy engine', () => assert.deepEqual(words(status, []), []));

test('a state that is not saved, a check without a judge, a source that stays away', () => {
  assert.deepEqual(words({ ...status, storeError: 'no room' }, []), ['error the state is not saved: no room']);
  assert.deepEqual(words({ ...status, judge: { ...status.judge, inUse: LIVENESS_LABEL } }, []), [
    'warn no judge answered the last check: only liveness was checked',
  ]);
  const outage = {
    at: 'http://192.0.2.1',
    how: 'other',
    detail: 'another certificate',
    who: 'judge',
    since: 0,
    spared: 7,
  } as const;
  assert.deepEqual(words({ ...status, judge: { ...status.judge, outage } }, []), [
    'error the judge at http://192.0.2.1 answers otherwise than before (another certificate); no proxy is blamed for it',
  ]);
  const [alert] = standingAlerts({ ...status, judge: { ...status.judge, outage: { ...outage, who: 'page' } } }, []);
  assert.deepEqual([alert?.area, alert?.advice], ['page', 'check --target again when it is back']);
  assert.deepEqual(words(status, [SOURCE]), ['warn lab failed 3 times in a row: refused']);
  assert.deepEqual(words(status, [{ ...SOURCE, failures: 2 }]), [], 'once or twice is nothing');
  assert.deepEqual(words(status, [{ ...SOURCE, enabled: false }]), []);
});
