/** Which knob is named for what kept a run. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { adviceOf, leastMs } from '../../../src/checker/pace/advice.ts';
import type { CheckPace } from '../../../src/model/pace.ts';

const WAITED = { concurrency: 0, limit: 0, starts: 0, networks: 0, tasks: 0, answers: 0 };
const RUN: CheckPace = {
  wanted: 400,
  allowed: 10_000,
  steps: [{ atMs: 0, limit: 400, why: 'full', times: 1 }],
  stepsLost: 0,
  startsPerSecond: 500,
  perNetwork: 64,
  bound: { ...WAITED, concurrency: 82_000, answers: 3_000 },
  parked: 0,
  connectTimeoutMs: 3_000,
  learntMs: { internet: 900, loopback: null },
  isLearning: false,
  timeouts: 10_000,
  timeoutsMs: 30_000_000,
  rescued: 0,
  runMs: 85_000,
  busyMs: 32_800_000,
  connections: 12_000,
  peakConnections: 400,
  retried: 0,
  judgeProbes: 1,
};

const cases: readonly (readonly [name: string, change: Partial<CheckPace>, advice: RegExp])[] = [
  [
    'few at once',
    {},
    /^more concurrency helps: --concurrency up to 10,000; timeouts took .* a learnt connect timeout of 900 ms would save 52.5 s/,
  ],
  ['as many as the machine allows', { wanted: 10_000, allowed: 10_000 }, /^only more file descriptors/],
  ['what was learnt was used', { isLearning: true }, /up to 10,000; most of it were connects that timed out/],
  ['nothing was learnt', { learntMs: { internet: null, loopback: null } }, /; most of it were connects that timed out/],
  ['hardly any timed out', { timeouts: 3, timeoutsMs: 9_000 }, /up to 10,000$/],
  [
    'starts per second',
    { bound: { ...WAITED, starts: 60_000, concurrency: 10_000 } },
    /^the starts per second .* 1m 00s: max_starts_per_second, now 500/,
  ],
  ['one provider', { bound: { ...WAITED, networks: 60_000 } }, /^few networks .*: max_per_network, now 64/],
  [
    'this machine',
    {
      bound: { ...WAITED, limit: 60_000 },
      steps: [
        { atMs: 0, limit: 200, why: 'starting', times: 1 },
        { atMs: 100, limit: 400, why: 'full', times: 1 },
        { atMs: 900, limit: 100, why: 'descriptors', times: 3 },
        { atMs: 1_900, limit: 100, why: 'growing', times: 1 },
      ],
    },
    /^1m 00s below what was wanted: out of file descriptors/,
  ],
  [
    'the last answers',
    { bound: { ...WAITED, answers: 80_000 }, timeouts: 0, timeoutsMs: 0 },
    /^it waited for the last answers: only shorter timeouts would help$/,
  ],
];
for (const [name, change, advice] of cases) test(name, () => assert.match(adviceOf({ ...RUN, ...change }), advice));

test('the time a run could not go below', () => assert.equal(leastMs(RUN), 82_000));
