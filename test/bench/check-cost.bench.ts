/**
 * What a check costs: CPU of the client's process per check (two requests on two connections, the second proves the first)
 * for a C program, a bare loop in Node, RefBot's check alone, the whole of RefBot, and undici. Every client is a process of
 * its own and does the same through the same proxy to the same judge, which are another process.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Budget, atLeast, atMost, verdict } from './help/budget.ts';
import { type Cost, IN_FLIGHT, type Kind, KINDS, type Ports } from './help/check-kinds.ts';
import { buildFloor, type Floor, runFloor } from './help/floor.ts';
import { Peer } from './help/peer.ts';

type Row = Record<string, string | number>;

/** The machine is quick in some and slow in others, so many are needed for all clients to have a quick one. */
const ROUNDS = 8;
/**
 * Before them, for each client: what compiling its code costs once belongs to the start of a program, not to a check. V8
 * goes on compiling the whole of RefBot for some 40,000 checks.
 */
const WARM_UP = 8;
/** A round is a run: what a run costs before its first check, asking the judge and scoring who is due, is in it. */
const CHECKS: Record<Kind, number> = { http: 5_000, socks5: 5_000, https: 600, 'https-resumed': 600 };
const NAMES: Record<Kind, string> = {
  http: 'HTTP forward',
  socks5: 'SOCKS5',
  https: 'CONNECT + TLS, full',
  'https-resumed': 'CONNECT + TLS, resumed',
};
/** What runs in a process of node, in the order of the table, and for which kinds it can. */
const CLIENTS = [
  { file: 'bare', name: 'bare sockets in Node', kinds: KINDS },
  { file: 'checker', name: 'RefBot, check alone', kinds: KINDS },
  { file: 'engine', name: 'RefBot, whole', kinds: KINDS },
  { file: 'undici-client', name: 'undici Client', kinds: ['http'] },
  { file: 'undici-agent', name: 'undici ProxyAgent', kinds: ['http', 'socks5', 'https'] },
] as const;
const FLOOR = 'C with epoll';

type Lane = { readonly name: string; readonly run: () => Promise<Cost>; readonly stop: () => Promise<void> };

async function lanesFor(kind: Kind, ports: Ports, floor: Floor | null): Promise<Lane[]> {
  const lanes: Lane[] = [];
  if (floor && (floor.tls || !kind.startsWith('https'))) {
    let proxies = 0;
    lanes.push({
      name: FLOOR,
      run: () => {
        const first = proxies;
        proxies += CHECKS[kind];
        return runFloor(floor, kind, CHECKS[kind], ports, first);
      },
      stop: () => Promise.resolve(),
    });
  }
  for (const { file, name, kinds } of CLIENTS) {
    if (!(kinds as readonly Kind[]).includes(kind)) continue;
    const { peer } = await Peer.start('check-client.ts', { args: [file, kind, JSON.stringify(ports)] });
    lanes.push({ name, run: () => peer.ask<Cost>({ checks: CHECKS[kind] }), stop: () => peer.stop() });
  }
  return lanes;
}

/** Best round of each client by name. */
async function measure(kind: Kind, ports: Ports, floor: Floor | null): Promise<Map<string, Cost>> {
  const best = new Map<string, Cost>();
  const lanes = await lanesFor(kind, ports, floor);
  try {
    // Interleaved: a slow minute of the machine hits all of them.
    for (let round = 0; round < WARM_UP + ROUNDS; round++) {
      for (const { name, run } of lanes) {
        const cost = await run();
        if (round < WARM_UP) continue;
        const { cpuUs = Infinity, ms = Infinity } = best.get(name) ?? {};
        best.set(name, { cpuUs: Math.min(cpuUs, cost.cpuUs), ms: Math.min(ms, cost.ms) });
      }
    }
    return best;
  } finally {
    for (const lane of lanes) await lane.stop();
  }
}

function rowsOf(kind: Kind, costs: ReadonlyMap<string, Cost>, fullInC: number | undefined): Row[] {
  const cpu = (name: string): number | undefined => costs.get(name)?.cpuUs;
  const whole = cpu('RefBot, whole')!;
  const budgets: readonly Budget[] = kind.startsWith('https')
    ? [atMost(kind === 'https' ? 1.4 : 1.05, whole, fullInC, kind === 'https' ? 'C' : 'C full')]
    : [
        atMost(2.3, whole, cpu(FLOOR), 'C'),
        atMost(1.5, whole, cpu('bare sockets in Node'), 'bare'),
        // Through SOCKS5 a bare loop itself is no more than that ahead of ProxyAgent.
        ...(kind === 'http' ? [atLeast(3.5, cpu('undici ProxyAgent'), whole, 'ProxyAgent')] : []),
      ];
  const met = kind.startsWith('https')
    ? verdict(budgets)
    : // Close to C or close to the bare loop will do; the distance to ProxyAgent must be there.
      verdict(budgets[0]!.met || budgets[1]!.met ? budgets.slice(2) : budgets);
  return [...costs].map(([name, { cpuUs, ms }]) => ({
    check: NAMES[kind],
    client: name,
    'CPU µs': Math.round(cpuUs / CHECKS[kind]),
    '× C': ratio(cpuUs, cpu(FLOOR)),
    '× bare': ratio(cpuUs, cpu('bare sockets in Node')),
    'checks/s': Math.round((CHECKS[kind] / ms) * 1_000),
    ...(name === 'RefBot, whole' ? { target: budgets.map(({ text }) => text).join(', '), met } : {}),
  }));
}

const ratio = (value: number, base: number | undefined): string =>
  base === undefined ? 'no C compiler' : (value / base).toFixed(2);

export default {
  name: `What a check costs: CPU of the client's process, ${IN_FLIGHT} in flight, best of ${ROUNDS} rounds`,
  async run(): Promise<readonly Row[]> {
    const folder = mkdtempSync(join(tmpdir(), 'refbot-bench-'));
    const { peer: upstream, first: ports } = await Peer.start<Ports>('upstream.ts');
    try {
      const floor = await buildFloor(folder);
      const rows: Row[] = [];
      let fullInC: number | undefined;
      for (const kind of KINDS) {
        const costs = await measure(kind, ports, floor);
        if (kind === 'https') fullInC = costs.get(FLOOR)?.cpuUs;
        rows.push(...rowsOf(kind, costs, fullInC));
      }
      return rows;
    } finally {
      await upstream.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
