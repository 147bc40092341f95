/** The lane over real threads: echo, transfer, priority, death, polite and forced stop. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { enableCompileCache, getCompileCacheDir } from 'node:module';
import { getPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { siblingModule } from '../../src/lib/sibling.ts';
import { WorkerLane } from '../../src/lib/worker-lane.ts';

const url = siblingModule(import.meta.url, './fixtures/echo-worker');

function lane(t: TestContext): {
  lane: WorkerLane<object, object>;
  next: () => Promise<object>;
  death: Promise<Error>;
  deaths: () => number;
} {
  const queue: object[] = [];
  let wake: (() => void) | null = null;
  let deaths = 0;
  let died: (error: Error) => void;
  const death = new Promise<Error>((resolve) => (died = resolve));
  const made = new WorkerLane<object, object>(url, {
    name: 'echo',
    data: { seven: 7 },
    onMessage: (message) => {
      queue.push(message);
      wake?.();
    },
    onDeath: (error) => {
      deaths++;
      died(error);
    },
  });
  // Also where an assertion fails: a thread that lives on would keep the whole run waiting.
  t.after(() => made.stop());
  const next = async (): Promise<object> => {
    while (queue.length === 0) await new Promise<void>((resolve) => (wake = resolve));
    return queue.shift()!;
  };
  return { lane: made, next, death, deaths: () => deaths };
}

test('echoes with its data, at a lower priority than the brain, and stops politely', async (t) => {
  // Whoever runs the tests at a low priority starts from there.
  const own = getPriority(0);
  const it = lane(t);
  await it.lane.ready;
  it.lane.post({ say: 'hello' });
  const answer = (await it.next()) as { said: string; data: unknown; nice: number };
  assert.equal(answer.said, 'hello');
  assert.deepEqual(answer.data, { seven: 7 });
  if (process.platform === 'linux') assert.equal(answer.nice, Math.max(10, own));
  assert.equal(getPriority(0), own, 'the brain keeps its priority');
  const bytes = new Uint8Array([1, 2, 3]);
  it.lane.post({ bytes }, [bytes.buffer]);
  assert.equal(bytes.length, 0, 'transferred, not copied');
  assert.deepEqual(((await it.next()) as { bytes: Uint8Array }).bytes, new Uint8Array([1, 2, 3]));
  await it.lane.stop();
  await it.lane.stop();
  it.lane.post({ say: 'to nobody' });
  assert.equal(it.deaths(), 0, 'a stop is no death');
});

test('tells about a worker that throws, once, with its error', async (t) => {
  const it = lane(t);
  it.lane.post({ crash: true });
  assert.match((await it.death).message, /as told/);
  await it.lane.stop();
  assert.equal(it.deaths(), 1);
});

test('tells about a worker that leaves by itself', async (t) => {
  const it = lane(t);
  it.lane.post({ leave: true });
  assert.match((await it.death).message, /status 7/);
});

test('ends a worker that hangs by force', async (t) => {
  const it = lane(t);
  await it.lane.ready;
  it.lane.post({ hang: true });
  await it.lane.stop(50);
  assert.equal(it.deaths(), 0);
});

test('ready rejects when the module cannot be loaded', async () => {
  const missing = new WorkerLane(siblingModule(import.meta.url, './fixtures/no-such'), {
    name: 'missing',
    onMessage: () => {},
    onDeath: () => {},
  });
  await assert.rejects(missing.ready, /no-such/);
  await missing.stop();
});

test('a compile cache that was switched on by a call serves the worker, too', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'refbot-lane-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  // The runner has switched one on by the environment, which workers inherit: only the call is to be seen.
  enableCompileCache(folder);
  delete process.env['NODE_COMPILE_CACHE'];
  const it = lane(t);
  it.lane.post({ say: 'hello' });
  assert.equal(((await it.next()) as { cache: string }).cache, getCompileCacheDir());
  await it.lane.stop();
});
