/**
 * What keeping a state costs beside lowdb's own adapter for one JSON file, which writes all of it with JSON.stringify:
 * longest task of the main thread, bytes, time to load, memory. Each measurement is a process of its own.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PartFacts } from './help/store-part.ts';

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
