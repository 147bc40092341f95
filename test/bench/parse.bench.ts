/**
 * What reading a list costs: nanoseconds of CPU per line of a million generated lines, a quarter of them duplicates as
 * in published lists, beside a regular expression with a Map of objects in the same run. Nothing is dialled.
 */
import { Buffer } from 'node:buffer';
import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { formatIpv4 } from '../../src/lib/address.ts';
import type { ParsedList } from '../../src/model/candidate.ts';
import { ListParser } from '../../src/model/list/parser.ts';
import { createWorld } from '../help/pool-world.ts';
import { limit, verdict } from './help/budget.ts';

const LINES = 1_000_000;
const CHUNK_BYTES = 65_536;
const RUNS = 3;
const ADMISSIONS = 5;
/** Structured formats: enough lines to measure them. */
const FEWER = 200_000;

type Row = Record<string, string | number>;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** The same addresses in every run: 74 % of the lines are the first of their kind. */
function addresses(): string[] {
  let seed = 1;
  const random = (below: number): number => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  const found: string[] = [];
  for (let i = 0; i < LINES; i++) {
    const isDuplicate = i > 100 && random(100) < 26;
    found.push(
      isDuplicate
        ? found[random(i)]!
        : `${formatIpv4((11 + random(80)) * 2 ** 24 + random(2 ** 24))}:${1024 + random(60_000)}`,
    );
  }
  return found;
}

function parse(text: Buffer): ParsedList {
  const parser = new ListParser({ protocols: 0, allowPrivate: false });
  for (let at = 0; at < text.length; at += CHUNK_BYTES) parser.push(text.subarray(at, at + CHUNK_BYTES));
  return parser.end();
}

/** What a script does: one expression, one object an entry, a Map to know them again. */
function naive(text: Buffer): Map<string, object> {
  const seen = new Map<string, object>();
  for (const line of text.toString().split('\n')) {
    const found = /^(?:(\w+):\/\/)?(\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}):(\d{1,5})/.exec(line);
    if (found === null) continue;
    const [, protocol, host, port] = found;
    seen.set(`${host}:${port}`, { protocol: protocol ?? null, host, port: Number(port), status: 'new' });
  }
  return seen;
}

/** Least CPU time of this thread over some runs, per line. */
async function perLine(lines: number, work: () => unknown): Promise<number> {
  let least = Infinity;
  for (let run = 0; run < RUNS; run++) {
    collect();
    const before = process.threadCpuUsage();
    await work();
    const { user, system } = process.threadCpuUsage(before);
    least = Math.min(least, user + system);
  }
  return Math.round((least * 1000) / lines);
}

/**
 * Bytes a proxy, and the longest that taking a million in keeps the thread from anything else. By the wall, because the
 * system counts a thread's time in steps of 4 ms; tasks in which it gave the processor to others are left out.
 */
async function admission(plain: Buffer): Promise<{ bytesEach: number; taskMs: number }> {
  let [bytesEach, taskMs] = [0, 0];
  for (let run = 0; run < ADMISSIONS; run++) {
    const { batch } = parse(plain);
    const { pool } = createWorld();
    await giveBack();
    const before = process.memoryUsage().rss;
    let [last, taken, isBusy] = [performance.now(), timesTaken(), true];
    const look = (): void => {
      const [now, takenNow] = [performance.now(), timesTaken()];
      if (takenNow === taken) taskMs = Math.max(taskMs, now - last);
      [last, taken] = [performance.now(), takenNow];
      if (isBusy) setImmediate(look);
    };
    look();
    await pool.admit(batch, { source: 'bench' });
    isBusy = false;
    look();
    await giveBack();
    // Of the first: later ones use memory that the process has kept.
    if (run === 0) bytesEach = (process.memoryUsage().rss - before) / pool.size;
  }
  return { bytesEach, taskMs };
}

/** What was used before goes back to the system, which V8 does in threads of its own. */
async function giveBack(): Promise<void> {
  collect();
  await setTimeout(500);
  collect();
}

/** How often the processor was taken away from one of our threads. */
function timesTaken(): number {
  return process.resourceUsage().involuntaryContextSwitches;
}

async function run(): Promise<readonly Row[]> {
  const plain = Buffer.from(addresses().join('\n'));
  // First: what else used memory before would be counted less, and the texts of a million lines would be collected with it.
  const { bytesEach, taskMs } = await admission(plain);
  const list = addresses();
  const distinct = new Set(list).size;
  const few = list.slice(0, FEWER);
  const formats: readonly (readonly [string, number, string])[] = [
    ['scheme://ip:port', FEWER, few.map((address, i) => `${i % 2 ? 'http' : 'socks5'}://${address}`).join('\n')],
    ['ip:port:Country', FEWER, few.map((address) => `${address}:Germany`).join('\n')],
    ['CSV', FEWER, `ip,port,country\n${few.map((address) => `${address.replace(':', ',')},DE`).join('\n')}`],
    ['JSON', FEWER, `[${few.map((address) => `{"ip":"${address.replace(':', '","port":')}}`).join(',')}]`],
  ];
  const rows: Row[] = [];
  const naiveNs = await perLine(LINES, () => naive(plain));
  for (const [format, lines, text] of [['ip:port', LINES, plain] as const, ...formats]) {
    const bytes = Buffer.from(text);
    const read = parse(bytes).batch.count;
    if (read !== lines) throw new Error(`${format}: ${read} of ${lines} lines were read`);
    rows.push({ what: `parse ${format}`, lines, 'ns/line': await perLine(lines, () => parse(bytes)) });
  }
  let added = 0;
  const withPool = await perLine(LINES, async () => {
    const { pool } = createWorld();
    ({ added } = await pool.admit(parse(plain).batch, { source: 'bench' }));
  });
  if (added !== distinct) throw new Error(`${added} of ${distinct} distinct proxies were admitted`);
  rows.push({
    what: 'parse + de-dup into the pool',
    lines: LINES,
    'ns/line': withPool,
    'B a proxy': Math.round(bytesEach),
    'longest task ms': taskMs.toFixed(1),
    target: '≤ 400 ns, ≤ 96 B, ≤ 8 ms',
    met: verdict([limit(400, withPool), limit(96, bytesEach), limit(8, taskMs)]),
  });
  rows.push({ what: 'regular expression + Map of objects', lines: LINES, 'ns/line': naiveNs });
  return rows.map((row) => ({ ...row, 'naive ÷ this': Number((naiveNs / Number(row['ns/line'])).toFixed(1)) }));
}

export default { name: 'Reading lists (CPU)', run };
