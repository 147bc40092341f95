/**
 * Round after round against thousands of simulated proxies of every kind, in another order and concurrency each time: not
 * one verdict may be wrong, no check may hang, and nothing that was seen of one proxy may be told of another.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadBehaviours, type BehaviourCatalogue } from '../../src/demo/catalogue.ts';
import { hash32, seededRandom } from '../../src/demo/random.ts';
import type { CheckReport } from '../../src/model/report.ts';
import { protocolNames, protocolSet } from '../../src/model/proxy.ts';
import { withEngine } from '../help/engine-world.ts';
import { publishedList } from '../help/published-list.ts';
import { startScaleFarm, type ScaleFarm } from '../help/scale-farm.ts';
import { portOf, roleAt, type ScaleOptions } from '../help/scale-role.ts';
import { shortOrLong } from '../help/soak.ts';
import { agrees, mixedUp } from '../help/truth.ts';

const ROUNDS = Number(process.env['REFBOT_ROUNDS'] ?? shortOrLong(3, 100));
const FIRST_ROUND = Number(process.env['REFBOT_FIRST_ROUND'] ?? 0);
const PROXIES = 5_000;
const CONCURRENCY = [150, 800] as const;
/** Sixty times what the slowest good one takes, since the machine may be busy; silence costs all of it. */
const TIMEOUT_MS = 5_000;
const CONNECT_TIMEOUT_MS = 2_000;
const LATENCY_MS = [5, 80] as const;
/** As many of each, but for those that are waited for in vain. */
const USUAL = 20;
const SILENT: Readonly<Record<string, number>> = {
  'black-hole': 4,
  'drips-head': 4,
  'drips-body': 4,
  'never-accepts': 4,
  'silent-tunnel': 4,
};
const LIMIT_MS = 120_000;
const SHOWN = 20;
const skip = process.platform === 'linux' ? false : 'needs the whole of 127.0.0.0/8';

test(`${ROUNDS} × ${PROXIES} proxies: no verdict is wrong, none hangs, none is mixed up`, { skip }, async (context) => {
  const behaviours = await loadBehaviours();
  const weights = Object.fromEntries([...behaviours.keys()].map((name) => [name, SILENT[name] ?? USUAL]));
  const options: ScaleOptions = { weights, latencyMs: LATENCY_MS };
  const farm = await startScaleFarm(options);
  const seen = new Set<string>();
  try {
    let next = FIRST_ROUND;
    const lane = async (): Promise<void> => {
      while (next < FIRST_ROUND + ROUNDS) {
        const round = next++;
        const startedAt = performance.now();
        const { wrong, names, concurrency } = await play(round, farm, behaviours, options);
        for (const name of names) seen.add(name);
        const ms = Math.round(performance.now() - startedAt);
        context.diagnostic(`round ${round}: concurrency ${concurrency}, ${ms} ms`);
        if (wrong.length === 0) continue;
        next = Infinity;
        // No diff of thousands: some of them tell the story.
        const some = wrong.slice(0, SHOWN).map((one) => JSON.stringify(one));
        assert.fail([`${wrong.length} wrong, REFBOT_FIRST_ROUND=${round} repeats it:`, ...some].join('\n'));
      }
    };
    // Two at a time: while one waits for the silent ones, the other has work, and a mix-up has one more way to happen.
    for (const ended of await Promise.allSettled([lane(), lane()])) if (ended.status === 'rejected') throw ended.reason;
    assert.deepEqual([...seen].sort(), [...behaviours.keys()].sort(), 'every behaviour took part');
  } finally {
    await farm.stop();
  }
});

interface Round {
  readonly wrong: readonly unknown[];
  readonly names: ReadonlySet<string>;
  readonly concurrency: number;
}

/** One engine, one list, one check of all of it. The round is the seed. */
async function play(
  round: number,
  farm: ScaleFarm,
  behaviours: BehaviourCatalogue,
  options: ScaleOptions,
): Promise<Round> {
  const random = seededRandom(hash32(`round ${round}`));
  const [least, most] = CONCURRENCY;
  const concurrency = Math.round(least + random() * (most - least));
  const hosts = hostsOf(round);
  const wrong: unknown[] = [];
  const names = new Set<string>();
  await withEngine(async ({ engine }) => {
    const reports = new Map<string, CheckReport>();
    engine.bus.on('proxy.checked', ({ reports: batch }) => {
      for (const report of batch) {
        const { address } = engine.view.row(report.id);
        if (reports.has(address)) wrong.push({ address, told: 'twice' });
        reports.set(address, report);
      }
    });
    await engine.act.import(text(linesOf(hosts, farm, behaviours, options)), { source: 'soak', allowPrivate: true });
    const signal = AbortSignal.timeout(LIMIT_MS);
    const { checked, partial } = await engine.act.check({
      select: 'all',
      concurrency,
      timeoutMs: TIMEOUT_MS,
      connectTimeoutMs: CONNECT_TIMEOUT_MS,
      signal,
    });
    if (partial || checked !== hosts.length) wrong.push({ hung: hosts.length - checked });
    for (const row of engine.view.rows()) {
      const host = /(127\.[\d.]+):/.exec(row.address)![1]!;
      const role = roleAt(host, behaviours, options);
      names.add(role.name);
      const { truth } = role.behaviour;
      if (!agrees(row, truth)) wrong.push({ name: role.name, truth, row, report: reports.get(row.address) });
      const mixed = mixedUp(reports.get(row.address), host, role);
      if (mixed !== null) wrong.push({ name: role.name, mixed, row, report: reports.get(row.address) });
    }
  });
  return { wrong, names, concurrency };
}

/** In the order in which a published list has them: addresses of all networks, no two the same. */
function hostsOf(round: number): string[] {
  const hosts = publishedList('plain', PROXIES + 50, round)
    .split('\n')
    .map((line) => `127${/(\.\d+\.\d+\.\d+):/.exec(line)![1]!}`);
  return [...new Set(hosts)].slice(0, PROXIES);
}

/** What lists say of them; a claim too many, or too few, makes no difference to the truth. */
function linesOf(
  hosts: readonly string[],
  farm: ScaleFarm,
  behaviours: BehaviourCatalogue,
  options: ScaleOptions,
): string[] {
  return hosts.flatMap((host) => {
    const role = roleAt(host, behaviours, options);
    const { claims, credentials } = role.behaviour;
    const login = credentials?.listed ? `${credentials.user}:${credentials.password}@` : '';
    return protocolNames(protocolSet(claims)).map((claim) => `${claim}://${login}${host}:${portOf(role, farm)}`);
  });
}

async function* text(lines: readonly string[]): AsyncGenerator<Uint8Array> {
  yield Buffer.from(lines.join('\n'));
}
