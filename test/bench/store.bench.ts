/**
 * What keeping a state costs beside lowdb's own adapter for one JSON file, which writes all of it with JSON.stringify:
 * longest task of the main thread, bytes, time to load, time from the start of the program until it is of use, memory. Each measurement is a process of its own.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median } from '../../src/lib/stats.ts';
import type { PartFacts } from './help/store-part.ts';
import { REFBOT, TimedShell } from './help/timed-shell.ts';

const SIZES = (process.env['REFBOT_BENCH_PROXIES'] ?? '10000,100000,1000000').split(',').map(Number);
const part = fileURLToPath(new URL('./help/store-part.ts', import.meta.url));

type Row = Record<string, string | number>;

function facts(name: string, file: string, proxies: number): PartFacts {
  return JSON.parse(
    execFileSync(process.execPath, [part, name, file, String(proxies)], { encoding: 'utf8' }),
  ) as PartFacts;
}

function row(proxies: number, what: string, { ms, block, blockCpu, bytes, rss, error }: PartFacts): Row {
  return {
    proxies,
    what,
    'longest task ms': block.toFixed(1),
    'of it CPU': blockCpu.toFixed(1),
    'in all ms': Math.round(ms),
    'file MB': (bytes / 1e6).toFixed(1),
    'process MB': Math.round(rss / 1e6),
    result: error ?? '',
  };
}

const STARTS = 5;
const COMMAND = ['proxies', 'top', '3'];
/** Reads the file with lowdb's own adapter, and nothing else. */
const LOWDB_ALONE = `
  import { JSONFilePreset } from 'lowdb/node';
  const { data } = await JSONFilePreset(process.argv[1], { proxies: [] });
  if (data.proxies.length === 0) process.exit(1);
`;

/** From the start of the process until it is of use: a person's command is answered, the file is there. */
async function starts(folder: string, ours: string, lowdb: string | null, proxies: number): Promise<Row[]> {
  const env: Record<string, string> = {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    XDG_STATE_HOME: folder,
    XDG_CONFIG_HOME: folder,
    XDG_RUNTIME_DIR: folder,
    NODE_COMPILE_CACHE: join(folder, 'compiled'),
    REFBOT_NETWORK: 'loopback',
    REFBOT_STATE: ours,
  };
  const framed: number[] = [];
  const answered: number[] = [];
  const once: number[] = [];
  const alone: number[] = [];
  // The first of each fills the compile cache and is not counted.
  for (let start = 0; start <= STARTS; start++) {
    const shell = new TimedShell(env, folder);
    try {
      const framedAt = await shell.firstFrame;
      const answeredAt = await shell.answered(COMMAND.join(' '));
      if (start > 0) framed.push(framedAt - shell.startedAt);
      if (start > 0) answered.push(answeredAt - shell.startedAt);
      shell.signal('SIGTERM');
      await shell.exited;
    } finally {
      await shell.close();
    }
    const commandMs = timed([REFBOT, ...COMMAND], env);
    if (start > 0) once.push(commandMs);
    if (lowdb === null) continue;
    const aloneMs = timed(['--input-type=module', '--eval', LOWDB_ALONE, lowdb], env);
    if (start > 0) alone.push(aloneMs);
  }
  const line = (what: string, ms: readonly number[], target = ''): Row[] =>
    ms.length === 0 ? [] : [{ proxies, what, 'in all ms': Math.round(median(ms)!), result: target }];
  return [
    ...line('start: the first frame', framed, 'target 250 ms'),
    ...line('start: a command in the shell answered', answered, proxies === 100_000 ? 'target 300 ms' : ''),
    ...line('start: one command, its whole process', once),
    ...line('start: lowdb JSONFile alone, its whole process', alone),
  ];
}

/** Milliseconds of a whole process. */
function timed(args: readonly string[], env: Record<string, string>): number {
  const begun = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { env, encoding: 'utf8', cwd: import.meta.dirname });
  if (status !== 0) throw new Error(`${args.join(' ')}: ${stderr}`);
  return performance.now() - begun;
}

async function run(): Promise<readonly Row[]> {
  const rows: Row[] = [];
  const folder = mkdtempSync(join(tmpdir(), 'refbot-bench-store-'));
  try {
    for (const proxies of SIZES) {
      const ours = join(folder, `ours-${proxies}.json`);
      const killed = join(folder, `killed-${proxies}.json`);
      const lowdb = join(folder, `lowdb-${proxies}.json`);
      rows.push(row(proxies, 'save: RefBot', facts('save ours', ours, proxies)));
      const saved = facts('save lowdb', lowdb, proxies);
      rows.push(row(proxies, 'save: lowdb JSONFile', saved));
      rows.push(row(proxies, 'load: RefBot', facts('load ours', ours, proxies)));
      // What it could not write it cannot read.
      if (saved.error === undefined)
        rows.push(row(proxies, 'load: lowdb JSONFile', facts('load lowdb', lowdb, proxies)));
      rows.push(...(await starts(folder, ours, saved.error === undefined ? lowdb : null, proxies)));
      rows.push(row(proxies, `journal: ${proxies} rows committed`, facts('journal ours', killed, proxies)));
      const replayed = facts('load ours', killed, proxies);
      if (replayed.proxies !== proxies) throw new Error(`${replayed.proxies} of ${proxies} came back`);
      rows.push(row(proxies, `load with a journal of ${proxies} rows`, replayed));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return rows;
}

export default { name: 'store: RefBot’s adapter and journal beside lowdb’s JSONFile', run };
