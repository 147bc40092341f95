/** One protocol of one proxy, told by hand what came: addresses that no test may dial, and how often the judge is asked. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Attempt } from '../../src/checker/attempt.ts';
import http from '../../src/checker/checks/http.ts';
import { DirectViews } from '../../src/checker/direct-views.ts';
import { Finding } from '../../src/checker/finding.ts';
import type { JudgeSite } from '../../src/checker/judge-plan.ts';
import { ECHO_PATH, echoBody } from '../../src/checker/judge/page.ts';
import { requestTemplate } from '../../src/checker/requests.ts';
import type { RunContext } from '../../src/checker/run-context.ts';
import { Track } from '../../src/checker/track.ts';
import type { HeaderField } from '../../src/net/http-head.ts';
import { task } from '../help/checking.ts';

const [US, ELSEWHERE] = ['8.8.4.4', '9.9.9.9'];
const ask = { secure: false, authority: 'judge.test', path: `${ECHO_PATH}/`, responseHeaders: [] };
const site = { echo: ask, page: ask, format: 'refbot', pageFormat: null, baseline: [], hidesCallers: false };

/** A run whose judge is always up. */
class World {
  looks = 0;
  readonly run: RunContext;

  constructor() {
    const plan = { kind: 'refbot', http: site as unknown as JudgeSite, https: null, ownAddresses: [US] };
    const run = {
      options: { plan },
      views: new DirectViews(plan, () => {}, []),
      watch: {
        answered: () => {},
        wasUp: () => Promise.resolve(true),
        look: () => Promise.resolve(++this.looks > 0),
      },
      template: requestTemplate,
      withSlot: () => {},
      freeSlot: () => {},
    };
    this.run = run as unknown as RunContext;
  }

  /** @param seenAt where the judge saw the proxy ask from */
  async echo(proxy: string, seenAt: string, headers: readonly HeaderField[] = [], bend = ''): Promise<Finding> {
    const owner = { onTrackConnected: () => {}, onTrackDecided: () => {}, onTrackDone: () => {} };
    const track = new Track(owner, this.run, http, task(80, ['http'], { host: proxy }), proxy);
    const nonce = /\/echo\/(\S+)/.exec(track.requestOf()!)![1]!;
    const latin1 = echoBody(nonce, seenAt, []) + bend;
    const reply = { status: 200, headers, latin1, truncated: false };
    const end = { kind: 'reply', reply, latencyMs: 10, tlsIntact: null } as const;
    track.onEnd(null as unknown as Attempt, end as unknown as Parameters<Track['onEnd']>[1]);
    await track.finding.settle();
    return track.finding;
  }
}

const told = (finding: Finding): readonly unknown[] => {
  const { outcome, reason, anonymity } = finding.result();
  return [outcome, reason, anonymity, finding.exit];
};

test('who leaves with our address is spared until the judge was seen to tell callers apart', async () => {
  const world = new World();
  for (const proxy of ['1.1.1.1', '1.1.1.2', '1.1.1.3'])
    assert.deepEqual(told(await world.echo(proxy, US!)), ['failed', 'judge-down', null, null]);
  assert.equal(world.looks, 0, 'asking it directly tells nothing');
  assert.deepEqual(told(await world.echo('1.1.1.4', US!)), ['answered', null, null, null], 'nobody believes it');
  assert.equal((await world.echo('1.1.1.5', ELSEWHERE!)).answered, true);
  assert.deepEqual(told(await world.echo('1.1.1.1', US!)), ['failed', 'not-a-proxy', null, null]);
  assert.deepEqual(told(await world.echo('1.1.1.5', ELSEWHERE!)), ['answered', null, 'elite', ELSEWHERE]);
});

test('one of our own network leaves with our address, and that is its exit', async () => {
  const world = new World();
  for (const proxy of ['192.168.1.7', '192.168.1.8', '192.168.1.9', US!])
    assert.deepEqual(told(await world.echo(proxy, US!)), ['answered', null, 'elite', US]);
  // That says nothing of whether the judge tells callers apart.
  assert.deepEqual(told(await world.echo('1.1.1.1', US!)), ['failed', 'judge-down', null, null]);
});

test('a header is held against a proxy after five direct replies without it, a changed page after one', async () => {
  const cookie = new World();
  assert.equal((await cookie.echo('1.1.1.1', ELSEWHERE!, [['set-cookie', 'id=7']])).reason, 'tampered');
  assert.equal(cookie.looks, 5);
  const page = new World();
  assert.equal((await page.echo('1.1.1.1', ELSEWHERE!, [], '<script>')).reason, 'tampered');
  assert.equal(page.looks, 1);
});
