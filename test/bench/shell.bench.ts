/**
 * What a person waits for: the first frame, the echo of a key, and how late the program's main thread is, idle and while
 * it checks a farm at full speed. The real program in a real terminal; the farm, the terminal's other end and the program
 * share this machine. Loopback only.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { JobRow } from '../../src/engine/types.ts';
import { median, percentile } from '../../src/lib/stats.ts';
import { loadViews } from '../../src/shell/view-set.ts';
import { makeState } from './help/big-state.ts';
import { type Farm, MOSTLY_BAD, startFarm } from './help/farm.ts';
import type { LoopFacts } from './help/loop-probe.ts';
import { Probe, PROBE_OPTION } from './help/probed.ts';
import { type FrameCosts, REFBOT, TimedShell } from './help/timed-shell.ts';
import { usage } from './help/usage.ts';

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
/** After this what the opening of the state left behind has been collected. */
const SETTLE_MS = 5_000;
const REST_MS = 20_000;
const VIEW_MS = 3_500;
const folder = (parent: string): Record<string, string> => ({
  XDG_STATE_HOME: parent,
  XDG_CONFIG_HOME: parent,
  XDG_RUNTIME_DIR: parent,
});

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

/** Milliseconds to the first frame, and until a command is answered. */
async function measureStarts(env: Record<string, string>, cwd: string, pool: string): Promise<Row[]> {
  const painted: number[] = [];
  const worked: number[] = [];
  const open: number[] = [];
  // The first one fills the compile cache and is not counted.
  for (let start = 0; start <= STARTS; start++) {
    const shell = new TimedShell(env, cwd);
    try {
      const paintedAt = await shell.firstFrame;
      const { cpuMs } = usage(shell.pid);
      const openAt = await shell.answered(LINE);
      if (start > 0) {
        painted.push(paintedAt - shell.startedAt);
        worked.push(cpuMs);
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
    { what: `processor until the first frame, pool of ${pool}`, ...spread(worked) },
    { what: `a line typed at the first frame answered after exec of node, pool of ${pool}`, ...spread(open) },
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

/**
 * Nothing runs, the screen is refreshed once a second: processor and memory, then what frames cost in each view. Without
 * the probe, which looks a thousand times a second and so costs more than the program at rest.
 */
async function measureRest(env: Record<string, string>, cwd: string): Promise<Row[]> {
  const shell = new TimedShell(env, cwd);
  try {
    await shell.firstFrame;
    await shell.idle();
    await delay(SETTLE_MS);
    const before = usage(shell.pid);
    const began = performance.now();
    const frames = await shell.frames(() => delay(REST_MS));
    const after = usage(shell.pid);
    const percent = (100 * (after.cpuMs - before.cpuMs)) / (performance.now() - began);
    const rows: Row[] = [
      { what: `processor at rest with ${PROXIES} proxies, % of a core`, p50: round(percent) },
      { what: `memory at rest with ${PROXIES} proxies, MB`, p50: Math.round(after.rssMb) },
      ...frameRows('dashboard', frames),
    ];
    shell.write(ESCAPE);
    await delay(200);
    for (const name of await otherViews()) rows.push(...frameRows(name, await shell.frames(() => openNextView(shell))));
    rows.push({ what: 'memory after all views, MB', p50: Math.round(usage(shell.pid).rssMb) });
    shell.signal('SIGTERM');
    await shell.exited;
    return rows;
  } finally {
    await shell.close();
  }
}

/** The first is the one that shows the view, the others are its refreshes. */
function frameRows(view: string, { ms, bytes }: FrameCosts): Row[] {
  return [
    { what: `frame of ${view}, ms of processor`, ...spread(ms) },
    { what: `frame of ${view}, bytes`, ...spread(bytes) },
  ];
}

/** Those that the row of views holds beside the dashboard, in the order in which a key shows them. */
async function otherViews(): Promise<string[]> {
  const views = await loadViews();
  return views.filter(({ name, order }) => order !== null && name !== 'dashboard').map(({ name }) => name);
}

async function openNextView(shell: TimedShell): Promise<void> {
  shell.write(NEXT_VIEW);
  await delay(VIEW_MS);
}

/** Once around, and back to the prompt of the dashboard. */
async function seeViews(shell: TimedShell): Promise<void> {
  shell.write(ESCAPE);
  await delay(200);
  for (const _ of await otherViews()) await openNextView(shell);
  shell.write(`${NEXT_VIEW}:`);
  await delay(VIEW_MS);
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
    await seeViews(shell);
    const views = await probe.facts(shell);
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
      { what: 'key echo, idle', ...spread(idleKeys) },
      { what: 'key echo, checking at full speed', ...spread(busyKeys) },
      loopRow(`after the first frame while ${PROXIES} proxies are opened`, opening),
      loopRow('while all views are opened', views),
      loopRow('while somebody types', idle),
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
    const farm = await startFarm(MOSTLY_BAD, bystander);
    try {
      const common = { HOME: cwd, NODE_COMPILE_CACHE: join(cwd, 'compiled'), REFBOT_NETWORK: 'loopback' };
      const empty = { ...common, ...folder(join(cwd, 'empty')) };
      const full = { ...common, ...folder(join(cwd, 'full')) };
      await makeState(join(cwd, 'full', 'refbot', 'state.json'), PROXIES, farm.port);
      return [
        ...(await measureStarts(empty, cwd, '0')),
        ...(await measureStarts(full, cwd, String(PROXIES))),
        ...(await measureRest(full, cwd)),
        ...(await measureUse(full, cwd, farm, new Probe(bystander))),
      ];
    } finally {
      await farm.stop();
      rmSync(cwd, { recursive: true, force: true });
    }
  },
};
