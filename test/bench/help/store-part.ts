/**
 * One measurement of the bench of the store, in a process of its own: writes or reads a state of so many proxies with
 * RefBot's store or with lowdb's default adapter, and prints what it cost as JSON.
 */
import { statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { JSONFilePreset } from 'lowdb/node';
import { systemClock } from '../../../src/core/clock.ts';
import { breathe } from '../../../src/lib/slices.ts';
import type { ProxyRow } from '../../../src/model/proxy.ts';
import type { Pool } from '../../../src/pool/pool.ts';
import { openStore, type Store } from '../../../store/store.ts';
import { TaskClock } from './task-clock.ts';
import { bad, createWorld, good, loopbackBatch, report } from '../../help/pool-world.ts';

export interface PartFacts {
  /** Milliseconds by the clock. */
  readonly ms: number;
  /** Longest task of the main thread by the clock and in CPU time, in milliseconds. */
  readonly block: number;
  readonly blockCpu: number;
  /** Of the files that hold the state. */
  readonly bytes: number;
  /** Of the process afterwards, in bytes. */
  readonly rss: number;
  readonly proxies: number;
  /** Why it could not be done. */
  readonly error?: string;
}

const REPORTS_A_BATCH = 500;
/** As many as a batch of reports brings. */
const COMMIT_OF = 500;

async function filledPool(proxies: number): Promise<Pool> {
  const { pool } = createWorld();
  await pool.admit(loopbackBatch(proxies), { source: 'bench' });
  check(pool, 1, proxies);
  return pool;
}

/** Most are dead, some work, a tenth was never checked. */
function check(pool: Pool, from: number, to: number): void {
  let batch = [];
  for (let id = from; id <= to; id++) {
    const at = 1_800_000_000_000 + id;
    if (id % 10 < 6) batch.push(report(id, at, [bad('refused')]));
    else if (id % 10 < 9) batch.push(report(id, at, [good({ latencyMs: 20 + (id % 3_000) })], { country: 'DE' }));
    if (batch.length < REPORTS_A_BATCH && id < to) continue;
    pool.apply(batch);
    batch = [];
  }
}

function open(file: string, pool: Pool): Promise<Store> {
  const fatal = (error: Error): never => {
    throw error;
  };
  const images = pool.images;
  return openStore({
    file,
    rows: images,
    clock: systemClock,
    intervalMs: 2 ** 30,
    socket: null,
    onSaved: () => {},
    onFailed: fatal,
  });
}

async function measured(file: string, work: () => Promise<number>): Promise<PartFacts> {
  let block = 0;
  let blockCpu = 0;
  const clock = new TaskClock();
  let running = true;
  const look = (): void => {
    const { wall, cpu } = clock.look();
    block = Math.max(block, wall);
    blockCpu = Math.max(blockCpu, cpu);
    if (running) setImmediate(look);
  };
  setImmediate(look);
  const begun = performance.now();
  let proxies = 0;
  let error: string | undefined;
  try {
    proxies = await work();
  } catch (thrown) {
    error = thrown instanceof Error ? thrown.message : String(thrown);
  }
  const ms = performance.now() - begun;
  running = false;
  const names = (await readdir(dirname(file))).filter(
    (name) => name.startsWith(basename(file)) && !/\.(bak|lock)/.test(name),
  );
  const bytes = names.reduce((sum, name) => sum + statSync(join(dirname(file), name)).size, 0);
  const facts = { ms, block, blockCpu, bytes, rss: process.memoryUsage().rss, proxies };
  return error === undefined ? facts : { ...facts, error };
}

const PARTS: Readonly<Record<string, (file: string, proxies: number) => Promise<PartFacts>>> = {
  'save ours': async (file, proxies) => {
    const pool = await filledPool(proxies);
    const store = await open(file, pool);
    const facts = await measured(file, async () => {
      await store.save();
      return pool.size;
    });
    await store.close();
    return facts;
  },
  /** Leaves journals of as many rows beside the snapshot, and goes as a kill would. */
  'journal ours': async (file, proxies) => {
    const pool = await filledPool(proxies);
    const store = await open(file, pool);
    await store.save();
    const facts = await measured(file, async () => {
      for (let id = 1; id <= proxies; id += COMMIT_OF) {
        check(pool, id, Math.min(proxies, id + COMMIT_OF - 1));
        await breathe();
        store.touch();
        await store.durable(store.markDirty());
      }
      return proxies;
    });
    return facts;
  },
  'load ours': async (file) => {
    const { pool } = createWorld();
    return measured(file, async () => {
      await open(file, pool);
      return pool.size;
    });
  },
  'save lowdb': async (file, proxies) => {
    const pool = await filledPool(proxies);
    const db = await JSONFilePreset<{ proxies: ProxyRow[] }>(file, { proxies: [] });
    db.data.proxies = [...pool.rows()];
    return measured(file, async () => {
      await db.write();
      return proxies;
    });
  },
  'load lowdb': async (file) =>
    measured(
      file,
      async () => (await JSONFilePreset<{ proxies: ProxyRow[] }>(file, { proxies: [] })).data.proxies.length,
    ),
};

const [, , part = '', file = '', proxies = '0'] = process.argv;
process.stdout.write(JSON.stringify(await PARTS[part]!(file, Number(proxies))));
// A journal's worth of changes is left as it is: nothing is closed.
process.exit(0);
