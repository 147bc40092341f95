/**
 * What a person waits for: the first frame, the echo of a key, and how late the program's main thread is, idle and while
 * it checks a farm at full speed. The real program in a real terminal; the farm, the terminal's other end and the program
 * share this machine. Loopback only.
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { openStore } from '../../store/store.ts';
import { systemClock } from '../../src/core/clock.ts';
import type { JobRow } from '../../src/engine/types.ts';
import { median, percentile } from '../../src/lib/stats.ts';
import { PROTOCOL_BIT } from '../../src/model/proxy.ts';
import { bad, createWorld, good, report } from '../help/pool-world.ts';
import type { LoopFacts } from './help/loop-probe.ts';
import { REFBOT, TimedShell } from './help/timed-shell.ts';

type Row = Record<string, string | number>;

const PROXIES = 100_000;
const STARTS = 5;
/** Typed again and again; each key is one measurement. */
const LINE = 'proxies top 5 --country DE';
const LINES = 20;
const CONCURRENCY = 2_000;
/** Width of `❯ `, and columns count from 1. */
const FIRST_COLUMN = 3;
const CTRL_U = '\x15';
const CTRL_C = '\x03';
const CTRL_D = '\x04';
const ESCAPE = '\x1b';
const NEXT_VIEW = ']';
/** Views beside the dashboard in the row of views. */
const VIEWS = 8;
const REST_MS = 10_000;
const VIEW_MS = 2_500;
/** Linux' USER_HZ. */
const TICKS_PER_SECOND = 100;

const PROBE_OPTION = `--import=${new URL('./help/loop-probe.ts', import.meta.url).href}`;

const folder = (parent: string): Record<string, string> => ({
  XDG_STATE_HOME: parent,
  XDG_CONFIG_HOME: parent,
  XDG_RUNTIME_DIR: parent,
});

interface Farm {
  readonly port: number;
  signal(name: NodeJS.Signals): void;
  stop(): Promise<void>;
}

/** Its main thread has nothing to do: how late that one is says what the machine itself takes. */
async function startFarm(probeFile: string): Promise<Farm> {
  const child = spawn(process.execPath, [PROBE_OPTION, join(import.meta.dirname, 'help', 'farm-process.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, REFBOT_LOOP_PROBE: probeFile },
  });
  const exited = once(child, 'exit');
  for await (const line of createInterface({ input: child.stdout })) {
    return {
      port: Number(line),
      signal: (name) => void child.kill(name),
      async stop() {
        child.stdin.end();
        await exited;
      },
    };
  }
  throw new Error('the farm did not start');
}

/** A state as it is after a day: most proxies dead, some working, some not checked yet. */
async function makeState(file: string, port: number): Promise<void> {
  const { pool } = createWorld();
  const ipv4 = Uint32Array.from({ length: PROXIES }, (_, i) => 0x7f01_0000 + i);
  const ports = new Uint16Array(PROXIES).fill(port);
  const protocols = new Uint8Array(PROXIES).fill(PROTOCOL_BIT.http);
  await pool.admit({ count: PROXIES, ipv4, port: ports, protocols, odd: [] }, { source: 'bench' });
  const reports = [...pool.rows()].flatMap(({ id }) => {
    const at = Date.now() - id;
    if (id % 10 < 6) return [report(id, at, [bad('refused')])];
    return id % 10 < 9 ? [report(id, at, [good({ latencyMs: 20 + (id % 3_000) })], { country: 'DE' })] : [];
  });
  for (let i = 0; i < reports.length; i += 500) pool.apply(reports.slice(i, i + 500));
  const store = await openStore({
    file,
    rows: pool.images,
    clock: systemClock,
    intervalMs: 60_000,
    socket: null,
    onSaved: () => {},
    onFailed: (error) => {
      throw error;
    },
  });
  await store.save();
  await store.close();
}

const round = (value: number): number => Number(value.toFixed(1));

function spread(values: readonly number[]): Row {
  return {
    min: round(Math.min(...values)),
    p50: round(median(values) ?? 0),
    p99: round(percentile(values, 0.99) ?? 0),
    max: round(Math.max(...values)),
    of: values.length,
  };
}

/** Milliseconds to the first frame, and until commands are run. */
async function measureStarts(env: Record<string, string>, cwd: string, pool: string): Promise<Row[]> {
  const painted: number[] = [];
  const open: number[] = [];
  // The first one fills the compile cache and is not counted.
  for (let start = 0; start <= STARTS; start++) {
    const shell = new TimedShell(env, cwd);
    try {
      const paintedAt = await shell.firstFrame;
      const openAt = await shell.idle();
      if (start > 0) {
        painted.push(paintedAt - shell.startedAt);
        open.push(openAt - shell.startedAt);
      }
      shell.write(CTRL_D);
      await shell.exited;
    } finally {
      await shell.close();
    }
  }
  return [
    { what: `first frame after exec of node, pool of ${pool}`, ...spread(painted) },
    { what: `ready for commands after exec of node, pool of ${pool}`, ...spread(open) },
  ];
}

/** Types a line again and again, as quickly as a very quick person. */
async function measureKeys(shell: TimedShell): Promise<number[]> {
  const echoes: number[] = [];
  for (let line = 0; line < LINES; line++) {
    for (const [index, key] of [...LINE].entries()) {
      await delay(3 + Math.random() * 20);
      echoes.push(await shell.key(key, FIRST_COLUMN + index + 1));
    }
    echoes.push(await shell.key(CTRL_U, FIRST_COLUMN));
  }
  return echoes;
}

/** Seconds of processor time that a process has used, and the memory it holds, as the kernel counts them. */
function usage(pid: number): { cpuSeconds: number; rssMb: number } {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  const rss = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return { cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND, rssMb: Number(rss) / 1024 };
}

/** Nothing runs, the screen is refreshed once a second: frames, processor and memory, then the same in each view. */
async function measureRest(shell: TimedShell): Promise<Row[]> {
  // What the opening of the state left behind is collected first.
  await delay(3_000);
  const before = usage(shell.pid);
  const began = performance.now();
  const { ms, bytes } = await shell.frames(() => delay(REST_MS));
  const after = usage(shell.pid);
  const percent = (100_000 * (after.cpuSeconds - before.cpuSeconds)) / (performance.now() - began);
  const rows: Row[] = [
    { what: `processor, % of a core, at rest with ${PROXIES} proxies`, p50: round(percent) },
    { what: 'memory (RSS), MB, at rest', p50: Math.round(after.rssMb) },
    { what: 'frame of the dashboard, ms', ...spread(ms) },
    { what: 'frame of the dashboard, bytes', ...spread(bytes) },
  ];
  shell.write(ESCAPE);
  await delay(200);
  for (let view = 0; view < VIEWS; view++) {
    const costs = await shell.frames(async () => {
      shell.write(NEXT_VIEW);
      await delay(VIEW_MS);
    });
    rows.push({ what: `frame of view ${view + 2}, ms`, ...spread(costs.ms) });
    rows.push({ what: `frame of view ${view + 2}, bytes`, ...spread(costs.bytes) });
  }
  shell.write(`${NEXT_VIEW}:`);
  await shell.idle();
  return rows;
}

class Probe {
  readonly #file: string;
  #read = 0;

  constructor(file: string) {
    this.#file = file;
  }

  /** What the process measured since the last call. */
  async facts(process: { signal(name: NodeJS.Signals): void }): Promise<LoopFacts> {
    const file = `${this.#file}.${++this.#read}`;
    process.signal('SIGUSR2');
    for (const giveUp = performance.now() + 10_000; !existsSync(file); await delay(10)) {
      if (performance.now() > giveUp) throw new Error('the probe wrote nothing');
    }
    return JSON.parse(readFileSync(file, 'utf8')) as LoopFacts;
  }
}

function loopRow(when: string, { delay: { p50, p99, max }, longestWorkMs, over5ms }: LoopFacts): Row {
  return {
    what: `event loop late, ${when}`,
    p50: round(p50),
    p99: round(p99),
    max: round(max),
    'longest task': round(longestWorkMs),
    'tasks > 5 ms': over5ms,
  };
}

/** How many checks the program has done, asked from a second program as a person would. */
async function checksDone(env: Record<string, string>, cwd: string): Promise<{ done: number; at: number }> {
  const { stdout } = await promisify(execFile)(process.execPath, [REFBOT, 'jobs', '--json'], {
    env: { ...process.env, ...env },
    cwd,
  });
  const jobs = (JSON.parse(stdout) as { data: readonly JobRow[] }).data;
  const check = jobs.find(({ kind, state }) => kind === 'check' && state === 'running');
  if (!check) throw new Error(`no check runs: ${jobs.find(({ kind }) => kind === 'check')?.error ?? 'it is over'}`);
  return { done: check.done, at: performance.now() };
}

async function measureUse(env: Record<string, string>, cwd: string, farm: Farm, bystander: Probe): Promise<Row[]> {
  const file = join(cwd, 'loop');
  const shell = new TimedShell(
    {
      ...env,
      REFBOT_LOOP_PROBE: file,
      NODE_OPTIONS: PROBE_OPTION,
    },
    cwd,
  );
  const probe = new Probe(file);
  try {
    await shell.firstFrame;
    await probe.facts(shell);
    await shell.idle();
    const opening = await probe.facts(shell);
    const rest = await measureRest(shell);
    await probe.facts(shell);
    const idleKeys = await measureKeys(shell);
    const idle = await probe.facts(shell);
    shell.write(`check @all --concurrency ${CONCURRENCY}\r`);
    // The start of the worker, the judge and the first connections are not full speed yet.
    await delay(2_000);
    const from = await checksDone(env, cwd);
    await probe.facts(shell);
    await bystander.facts(farm);
    const busyKeys = await measureKeys(shell);
    const busy = await probe.facts(shell);
    const beside = await bystander.facts(farm);
    const to = await checksDone(env, cwd);
    shell.write(CTRL_C);
    await shell.idle();
    shell.write(CTRL_D);
    await shell.exited;
    return [
      ...rest,
      { what: 'key echo, idle', ...spread(idleKeys) },
      { what: 'key echo, checking at full speed', ...spread(busyKeys) },
      loopRow(`after the first frame while ${PROXIES} proxies are opened`, opening),
      loopRow('idle', idle),
      loopRow('checking at full speed', busy),
      loopRow('of an idle process beside it meanwhile', beside),
      { what: 'checks per second meanwhile', p50: Math.round((to.done - from.done) / ((to.at - from.at) / 1_000)) },
    ];
  } finally {
    await shell.close();
  }
}

export default {
  name: `The shell: milliseconds a person waits; farm, judge, terminal and program share ${availableParallelism()} cores`,
  async run(): Promise<readonly Row[]> {
    const cwd = mkdtempSync(join(tmpdir(), 'refbot-bench-'));
    const bystander = join(cwd, 'bystander');
    const farm = await startFarm(bystander);
    try {
      const common = { HOME: cwd, NODE_COMPILE_CACHE: join(cwd, 'compiled'), REFBOT_NETWORK: 'loopback' };
      const empty = { ...common, ...folder(join(cwd, 'empty')) };
      const full = { ...common, ...folder(join(cwd, 'full')) };
      await makeState(join(cwd, 'full', 'refbot', 'state.json'), farm.port);
      return [
        ...(await measureStarts(empty, cwd, '0')),
        ...(await measureStarts(full, cwd, String(PROXIES))),
        ...(await measureUse(full, cwd, farm, new Probe(bystander))),
      ];
    } finally {
      await farm.stop();
      rmSync(cwd, { recursive: true, force: true });
    }
  },
};
