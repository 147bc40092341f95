/**
 * The same proxies checked over and over: everything that is remembered of them has been there after some rounds, so what
 * still grows is a leak. Twice, in turns: as Node is, and with V8's nursery kept small, which is all that grows.
 */
import { median } from '../../src/lib/stats.ts';
import { aboutUrl, type Ports } from './help/check-kinds.ts';
import { startFarm } from './help/farm.ts';
import { Peer } from './help/peer.ts';
import type { RecheckArgs, Round } from './help/recheck-process.ts';

type Row = Record<string, string | number>;

const PROXIES = 20_000;
/** 420,000 checks for each of the two. */
const ROUNDS = 21;
/** A row of the table for each. */
const ROUNDS_A_ROW = 3;
/** The last quarter may take so much more than the second. */
const FLAT = 0.1;

const WAYS = [
  { name: 'as Node is', nodeArgs: [] },
  { name: 'nursery of 2 × 16 MB', nodeArgs: ['--max-semi-space-size=16'] },
] as const;

/** The last quarter beside the second, by their medians. */
function growth(rounds: readonly Round[], pick: (round: Round) => number): number {
  const quarter = (from: number): number =>
    median(rounds.slice(Math.floor(rounds.length * from), Math.floor(rounds.length * (from + 0.25))).map(pick))!;
  return quarter(0.75) / quarter(0.25);
}

function rowsOf(name: string, rounds: readonly Round[]): Row[] {
  const rows: Row[] = [];
  for (let at = ROUNDS_A_ROW; at <= rounds.length; at += ROUNDS_A_ROW) {
    const { rss, young, heap, arrays } = rounds[at - 1]!;
    rows.push({
      memory: name,
      checks: (at * PROXIES).toLocaleString('en'),
      'RSS MB': rss.toFixed(0),
      'nursery MB': young.toFixed(0),
      'RSS without it MB': (rss - young).toFixed(0),
      'heap without garbage MB': heap.toFixed(1),
      'buffers MB': arrays.toFixed(1),
    });
  }
  const rest = growth(rounds, ({ rss, young }) => rss - young);
  const heap = growth(rounds, (round) => round.heap);
  rows.push({
    memory: name,
    checks: 'last quarter ÷ second',
    'RSS MB': growth(rounds, ({ rss }) => rss).toFixed(2),
    'nursery MB': growth(rounds, ({ young }) => young).toFixed(2),
    'RSS without it MB': rest.toFixed(2),
    'heap without garbage MB': heap.toFixed(2),
    'buffers MB': growth(rounds, ({ arrays }) => arrays).toFixed(2),
    flat: rest <= 1 + FLAT && heap <= 1 + FLAT ? 'yes' : 'no',
  });
  return rows;
}

export default {
  name: `${(PROXIES * ROUNDS).toLocaleString('en')} checks of the same ${PROXIES.toLocaleString('en')} proxies`,
  async run(): Promise<readonly Row[]> {
    const { peer: upstream, first: ports } = await Peer.start<Ports>('upstream.ts');
    const farm = await startFarm({ weights: { elite: 40, 'closes-early': 60 }, latencyMs: [1, 20] });
    const args: RecheckArgs = { proxies: PROXIES, farmPort: farm.port, judge: aboutUrl('http', ports) };
    const peers: Peer[] = [];
    try {
      for (const { nodeArgs } of WAYS) {
        const { peer } = await Peer.start('recheck-process.ts', { args: [JSON.stringify(args)], nodeArgs });
        peers.push(peer);
      }
      const rounds: Round[][] = WAYS.map(() => []);
      for (let done = 0; done < ROUNDS; done++)
        for (const [way, peer] of peers.entries()) rounds[way]!.push(await peer.ask<Round>(null));
      return WAYS.flatMap(({ name }, way) => rowsOf(name, rounds[way]!));
    } finally {
      for (const peer of peers) await peer.stop();
      await farm.stop();
      await upstream.stop();
    }
  },
};
