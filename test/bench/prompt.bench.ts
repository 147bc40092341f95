/**
 * What a key at the prompt costs besides being painted: completion over thousands of candidates and with a hundred
 * thousand proxies in the pool, colours of a long line, the search through the history. Milliseconds by the clock.
 */
import { createInterpreter } from '../../src/command/create-interpreter.ts';
import { rankCandidates } from '../../src/command/complete/rank.ts';
import { loadRegistry } from '../../src/command/registry.ts';
import type { Engine } from '../../src/engine/types.ts';
import { fuzzyRank } from '../../src/lib/fuzzy.ts';
import { searchHistory } from '../../src/shell/edit/search.ts';
import { createWorld, good, loopbackBatch, report, START } from '../help/pool-world.ts';

const POOL = 100_000;
const WORKING = 10_000;
const CANDIDATES = 5_000;
const HISTORY = 2_000;
const RUNS = 101;

type Row = Record<string, string | number>;

function measure(what: string, wanted: number, work: () => unknown): Row {
  for (let run = 0; run < 10; run++) work();
  const times = Array.from({ length: RUNS }, () => {
    const startedAt = performance.now();
    work();
    return performance.now() - startedAt;
  }).sort((a, b) => a - b);
  const rounded = (ms: number): number => Number(ms.toFixed(3));
  return { what, p50: rounded(times[RUNS >> 1]!), worst: rounded(times.at(-1)!), 'p50 wanted below': wanted };
}

async function run(): Promise<readonly Row[]> {
  const { pool } = createWorld();
  await pool.admit(loopbackBatch(POOL), { source: 'bench' });
  for (let id = 1; id <= WORKING; id += 1_000)
    pool.apply(
      Array.from({ length: 1_000 }, (_, index) =>
        report(id + index, START, [good({ latencyMs: 100 + (index % 400) })]),
      ),
    );
  const view = {
    rank: pool.rank.bind(pool),
    stats: pool.stats.bind(pool),
    sources: () => [],
    aliases: () => ({}),
  } as unknown as Engine['view'];
  const interpreter = createInterpreter({ engine: { view } as Engine, registry: loadRegistry() });
  const at = (text: string) => interpreter.complete(text, text.length);
  const names = Array.from({ length: CANDIDATES }, (_, index) => ({ value: `proxies-${index % 97}-verb-${index}` }));
  const history = Array.from(
    { length: HISTORY },
    (_, index) => `proxies top ${index} --country DE --where latency < ${index}ms`,
  );
  const line =
    `${'proxies list | where country = DE and latency < 300ms and score > 0.5 | '.repeat(2)}sort -score | first 20 | to csv`.padEnd(
      200,
    );
  const textOf = ({ value }: { readonly value: string }): string => value;
  return [
    measure(`rank ${CANDIDATES} names by prx7v1`, 2, () => fuzzyRank('prx7v1', names, textOf, 200)),
    measure(`candidates of ${CANDIDATES}: prefix, then fuzzy`, 2, () => rankCandidates('prxv12', names)),
    measure('complete a command', 1, () => at('prox')),
    measure('complete a flag', 1, () => at('proxies top --cntr')),
    measure(`complete an address, none typed (pool ${POOL})`, 3, () => at('proxies show ')),
    measure(`complete an address by its beginning (pool ${POOL})`, 3, () => at('proxies show 127.9')),
    measure(`complete an address that is not there (pool ${POOL})`, 3, () => at('proxies show 9.9.9.9')),
    measure(`colours of a line of ${line.length} characters`, 1, () => interpreter.highlight(line, line.length)),
    measure(`guide of a line of ${line.length} characters`, 1, () => interpreter.guide(line, line.length)),
    measure(`Ctrl-R over ${HISTORY} lines`, 5, () => searchHistory(history, 'ptde12')),
  ];
}

export default { name: 'The prompt (ms)', run };
