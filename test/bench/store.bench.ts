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
import { Packed } from '../help/packed.ts';

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
/** As people run it: built and installed by npm. */
const INSTALLED = 'as installed';

/** Reads the file with lowdb's own adapter, and nothing else. */
const LOWDB_ALONE = `
  import { JSONFilePreset } from 'lowdb/node';
  const { data } = await JSONFilePreset(process.argv[1], { proxies: [] });
  if (data.proxies.length === 0) process.exit(1);
`;

interface Program {
  /** How it is started, for people. */
  readonly as: string;
  readonly launcher: string;
}

/** From the start of the process until it is of use: a person's command is answered, the file is there. */
async function starts(folder: string, state: string, proxies: number, programs: readonly Program[]): Promise<Row[]> {
  const rows: Row[] = [];
  const note = (what: string, ms: readonly number[], target = ''): void => {
    rows.push({ proxies, what, 'in all ms': Math.round(median(ms)!), result: target });
  };
  for (const { as, launcher } of programs) {
    const env: Record<string, string> = {
      PATH: process.env['PATH'] ?? '',
      HOME: folder,
      XDG_STATE_HOME: folder,
      XDG_CONFIG_HOME: folder,
      XDG_RUNTIME_DIR: folder,
      NODE_COMPILE_CACHE: join(folder, 'compiled'),
      REFBOT_NETWORK: 'loopback',
      REFBOT_STATE: state,
    };
    const framed: number[] = [];
    const answered: number[] = [];
    const once: number[] = [];
    // The first of each fills the compile cache and is not counted.
    for (let start = 0; start <= STARTS; start++) {
      const shell = new TimedShell(env, folder, launcher);
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
      const commandMs = timed([launcher, ...COMMAND], env);
      if (start > 0) once.push(commandMs);
    }
    const target = proxies === 100_000 && as === INSTALLED ? 'target 300 ms' : '';
    note(`start ${as}: the first frame`, framed, 'target 250 ms');
    note(`start ${as}: a command in the shell answered`, answered, target);
    note(`start ${as}: one command, its whole process`, once, target);
  }
  return rows;
}

function lowdbStarts(file: string, proxies: number): Row {
  const ms = Array.from({ length: STARTS }, () =>
    timed(['--input-type=module', '--eval', LOWDB_ALONE, file], process.env),
  );
  return { proxies, what: 'start: lowdb JSONFile alone, its whole process', 'in all ms': Math.round(median(ms)!) };
}

/** Milliseconds of a whole process. */
function timed(args: readonly string[], env: NodeJS.ProcessEnv): number {
  const begun = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { env, encoding: 'utf8', cwd: import.meta.dirname });
  if (status !== 0) throw new Error(`${args.join(' ')}: ${stderr}`);
  return performance.now() - begun;
}

async function run(): Promise<readonly Row[]> {
  const rows: Row[] = [];
  const folder = mkdtempSync(join(tmpdir(), 'refbot-bench-store-'));
  const packed = await Packed.install();
  const programs = [
    { as: 'from the checkout', launcher: REFBOT },
    { as: INSTALLED, launcher: packed.launcher },
  ];
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
      rows.push(...(await starts(folder, ours, proxies, programs)));
      if (saved.error === undefined) rows.push(lowdbStarts(lowdb, proxies));
      rows.push(row(proxies, `journal: ${proxies} rows committed`, facts('journal ours', killed, proxies)));
      const replayed = facts('load ours', killed, proxies);
      if (replayed.proxies !== proxies) throw new Error(`${replayed.proxies} of ${proxies} came back`);
      rows.push(row(proxies, `load with a journal of ${proxies} rows`, replayed));
    }
  } finally {
    packed.end();
    rmSync(folder, { recursive: true, force: true });
  }
  return rows;
}

export default { name: 'store: RefBot’s adapter and journal beside lowdb’s JSONFile', run };
