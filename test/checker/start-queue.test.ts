/** Who is begun next: those who waited for their network, then the list, then late retries; and why nobody is. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Networks, networkOf } from '../../src/checker/pace/networks.ts';
import type { Start } from '../../src/checker/proxy-check.ts';
import { StartQueue } from '../../src/checker/start-queue.ts';
import { TimerWheel } from '../../src/lib/timer-wheel.ts';
import type { CheckTask } from '../../src/model/report.ts';

const proxy = (id: number, host = '127.0.0.1'): CheckTask =>
  ({ id, host, port: 1, user: null, password: null, claimed: 0 }) as CheckTask;
const ABROAD = '198.51.100.1';

interface World {
  readonly queue: StartQueue;
  readonly networks: Networks<Start> | null;
  readonly seen: { taken: number; resumed: number };
  readonly clock: { now: number };
  /** The rate allows so many more. */
  allowed: number;
  /** Begins all it can. @returns id, tries and network of each that was begun by that */
  all(): string[];
}

function world(perNetwork: number | null = null): World {
  const begun: string[] = [];
  const seen = { taken: 0, resumed: 0 };
  const clock = { now: 0 };
  const wheel = new TimerWheel({ now: () => clock.now });
  const networks =
    perNetwork === null
      ? null
      : new Networks<Start>(
          perNetwork,
          wheel,
          () => {},
          () => clock.now,
        );
  const it: World = {
    clock,
    allowed: Infinity,
    networks,
    seen,
    queue: new StartQueue({
      pace: { networks, networkOf: (host) => (host === '127.0.0.1' ? null : networkOf(host)) },
      slots: { pace: () => it.allowed-- > 0, paceDelayMs: () => 1 },
      begin: ({ task, tries }, network) => begun.push(`${task.id}/${tries}${network === null ? '' : ` ${network}`}`),
      onTaken: () => seen.taken++,
      onPauseOver: () => seen.resumed++,
    }),
    all: () => {
      const before = begun.length;
      while (it.queue.startOne(clock.now));
      return begun.slice(before);
    },
  };
  return it;
}

test('late retries wait for the end of the list', () => {
  const { queue, all, seen } = world();
  assert.equal(queue.lack, 'tasks');
  queue.retry({ task: proxy(1), tries: 1 });
  queue.add([proxy(2), proxy(3)], false);
  assert.equal(queue.lack, null);
  assert.deepEqual(all(), ['2/0', '3/0']);
  assert.equal(queue.lack, 'tasks', 'more of the list may come');
  queue.add([proxy(4)], true);
  assert.equal(queue.isDone, false);
  assert.deepEqual(all(), ['4/0', '1/1']);
  assert.deepEqual([queue.lack, queue.isDone, seen.taken], ['answers', true, 3]);
});

test('who must wait for its network holds nobody up, and comes first when there is room', () => {
  const it = world(1);
  const { queue, all, networks } = it;
  queue.add([proxy(1, ABROAD), proxy(2, ABROAD), proxy(3)], true);
  assert.deepEqual(all(), ['1/0 198.51.100', '3/0']);
  assert.deepEqual([queue.lack, queue.isDone, networks!.parked], ['networks', false, 1]);
  queue.add([proxy(4)], true);
  it.clock.now = 1_000;
  networks!.end('198.51.100');
  assert.deepEqual(all(), ['2/0 198.51.100', '4/0']);
  assert.equal(queue.isDone, true);
  queue.clear();
});

test('when as many wait for their networks as may, the list and the retries wait, too', () => {
  const it = world(1);
  const { queue, all, networks } = it;
  queue.add([proxy(1, ABROAD)], true);
  all();
  while (!networks!.isFull) networks!.park('198.51.100', { task: proxy(2, ABROAD), tries: 0 });
  queue.add([proxy(3)], true);
  queue.retry({ task: proxy(4), tries: 1 });
  assert.deepEqual([all(), queue.lack], [[], 'networks']);
  it.clock.now = 1_000;
  networks!.end('198.51.100');
  assert.deepEqual(all(), ['2/0 198.51.100', '3/0', '4/1']);
  queue.clear();
});

test('what leaves this machine waits for the rate, and so does all behind it, once', async () => {
  const it = world();
  it.allowed = 1;
  it.queue.add([proxy(1), proxy(2, ABROAD), proxy(3, ABROAD), proxy(4)], true);
  assert.deepEqual(it.all(), ['1/0', '2/0 198.51.100']);
  it.allowed = Infinity;
  assert.deepEqual([it.all(), it.queue.lack, it.seen.taken], [[], 'starts', 2]);
  while (it.seen.resumed === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  assert.deepEqual(it.all(), ['3/0 198.51.100', '4/0']);
});

test('when it is cleared nobody waits and nobody is told', async () => {
  const it = world(1);
  it.allowed = 1;
  it.queue.add([proxy(1, ABROAD), proxy(2, ABROAD), proxy(3, '203.0.113.1')], true);
  it.queue.retry({ task: proxy(4), tries: 1 });
  it.all();
  assert.equal(it.queue.lack, 'starts');
  it.queue.clear();
  await new Promise((resolve) => setTimeout(resolve, 10));
  assert.deepEqual([it.queue.isDone, it.networks!.size, it.seen.resumed], [true, 0, 0]);
});

test('who waited for its network waits for the rate as well', () => {
  const it = world(1);
  const { queue, all, networks, clock } = it;
  it.allowed = 1;
  queue.add([proxy(1, ABROAD), proxy(2, ABROAD)], true);
  assert.deepEqual([all(), networks!.parked], [['1/0 198.51.100'], 1]);
  clock.now = 1_000;
  networks!.end('198.51.100');
  assert.deepEqual([all(), queue.lack, networks!.parked], [[], 'starts', 1]);
  queue.clear();
});
