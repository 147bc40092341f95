/**
 * CPU per check of the real checker (task iterator → worker → reports, two requests a check) beside a bare raw-socket
 * loop and undici's ProxyAgent making the same requests through the same proxy in the same run. Proxy and judge run in
 * another process; what is counted is this one.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { ProxyAgent, Socks5ProxyAgent, request } from 'undici';
import { Checker } from '../../src/checker/checker.ts';
import type { JudgePlan } from '../../src/checker/judge-plan.ts';
import { planJudge } from '../../src/checker/plan-judge.ts';
import { PROTOCOL_BIT } from '../../src/model/proxy.ts';
import type { CheckTask } from '../../src/model/report.ts';
import { bareRequest } from './help/bare-check.ts';

const CONCURRENCY = 100;
const ROUNDS = 3;
const KINDS = ['http', 'socks5', 'https'] as const;
type Kind = (typeof KINDS)[number];
/** Enough of them that compiling the worker's code, which happens once, is not what is measured. */
const CHECKS: Record<Kind, number> = { http: 5_000, socks5: 5_000, https: 600 };
const policy = { only: 'loopback', allowPrivate: false } as const;

interface Ports {
  readonly proxy: number;
  readonly http: number;
  readonly https: number;
}

async function startUpstream(): Promise<{ ports: Ports; child: ChildProcess }> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./help/upstream.ts', import.meta.url))], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout! }))
    return { ports: JSON.parse(line) as Ports, child };
  throw new Error('the upstream did not start');
}

interface Cost {
  readonly cpuUs: number;
  readonly perSecond: number;
}

async function measure(checks: number, work: () => Promise<void>): Promise<Cost> {
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  await work();
  const ms = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(cpu);
  return { cpuUs: (user + system) / checks, perSecond: (checks / ms) * 1_000 };
}

/** Runs `one` so many times, CONCURRENCY at once. */
async function loop(times: number, one: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < times) await one(next++);
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, lane));
}

function engine(checker: Checker, plan: JudgePlan, kind: Kind, ports: Ports): () => Promise<void> {
  return async () => {
    const tasks = function* (): Generator<CheckTask> {
      for (let id = 1; id <= CHECKS[kind]; id++)
        yield { id, host: '127.0.0.1', port: ports.proxy, user: null, password: null, claimed: PROTOCOL_BIT[kind] };
    };
    // The companion (http with https) would be a check of its own: the plan offers only the site that is measured.
    const alone: JudgePlan = kind === 'https' ? { ...plan, http: null } : { ...plan, https: null };
    let confirmed = 0;
    await checker.check(tasks(), { plan: alone, policy, concurrency: CONCURRENCY }, undefined, (reports) => {
      for (const report of reports) if (report.results.every((result) => result.outcome === 'confirmed')) confirmed++;
    });
    if (confirmed !== CHECKS[kind]) throw new Error(`${CHECKS[kind] - confirmed} ${kind} checks did not confirm`);
  };
}

let nonces = 0;
const nonce = (): string => (++nonces).toString(16).padStart(24, '0');

function bare(kind: Kind, ports: Ports): () => Promise<void> {
  const target = { kind, proxyPort: ports.proxy, judgePort: kind === 'https' ? ports.https : ports.http };
  return () =>
    loop(CHECKS[kind], async () => {
      await bareRequest({ ...target, path: '/echo/', nonce: nonce() });
      await bareRequest({ ...target, path: '/page/', nonce: nonce() });
    });
}

function agent(kind: Kind, ports: Ports): () => Promise<void> {
  const base = kind === 'https' ? `https://127.0.0.1:${ports.https}` : `http://127.0.0.1:${ports.http}`;
  const make = (): ProxyAgent | Socks5ProxyAgent =>
    kind === 'socks5'
      ? new Socks5ProxyAgent(`socks5://127.0.0.1:${ports.proxy}`)
      : new ProxyAgent({
          uri: `http://127.0.0.1:${ports.proxy}`,
          proxyTunnel: kind === 'https',
          requestTls: { rejectUnauthorized: false },
        });
  const once = async (path: string): Promise<void> => {
    // A check uses a proxy once or twice: an agent of its own for each connection, as for each proxy of a list.
    const dispatcher = make();
    const expected = nonce();
    const reply = await request(`${base}${path}${expected}`, { dispatcher });
    if (!(await reply.body.text()).includes(expected)) throw new Error('no nonce');
    await dispatcher.destroy();
  };
  return () =>
    loop(CHECKS[kind], async () => {
      await once('/echo/');
      await once('/page/');
    });
}

const best = (costs: readonly Cost[]): Cost => ({
  cpuUs: Math.min(...costs.map((cost) => cost.cpuUs)),
  perSecond: Math.max(...costs.map((cost) => cost.perSecond)),
});

export default {
  name: 'check: CPU of this process per check (2 requests on 2 connections), best of 3 rounds',
  async run(): Promise<readonly Record<string, string | number>[]> {
    const { ports, child } = await startUpstream();
    const checker = new Checker();
    try {
      const plan = await planJudge({
        judge: `http://127.0.0.1:${ports.http}`,
        allLoopback: true,
        startOwn: () => Promise.reject(new Error('not wanted')),
        policy,
        verifyChain: false,
      });
      const rows: Record<string, string | number>[] = [];
      for (const kind of KINDS) {
        const rivals = {
          bare: bare(kind, ports),
          refbot: engine(checker, plan, kind, ports),
          undici: agent(kind, ports),
        };
        const costs = { bare: [] as Cost[], refbot: [] as Cost[], undici: [] as Cost[] };
        // Interleaved, after one round that warms up: a slow minute of the machine hits all of them.
        for (let round = 0; round <= ROUNDS; round++) {
          for (const rival of ['bare', 'refbot', 'undici'] as const) {
            const cost = await measure(CHECKS[kind], rivals[rival]);
            if (round > 0) costs[rival].push(cost);
          }
        }
        const [bareCost, refbotCost, undiciCost] = [best(costs.bare), best(costs.refbot), best(costs.undici)];
        rows.push({
          check: kind === 'https' ? 'CONNECT + TLS' : kind,
          'bare µs': Math.round(bareCost.cpuUs),
          'RefBot µs': Math.round(refbotCost.cpuUs),
          'ProxyAgent µs': Math.round(undiciCost.cpuUs),
          'RefBot / bare': (refbotCost.cpuUs / bareCost.cpuUs).toFixed(2),
          'ProxyAgent / RefBot': (undiciCost.cpuUs / refbotCost.cpuUs).toFixed(2),
          'bare /s': Math.round(bareCost.perSecond),
          'RefBot /s': Math.round(refbotCost.perSecond),
          'ProxyAgent /s': Math.round(undiciCost.perSecond),
        });
      }
      return rows;
    } finally {
      await checker.stop();
      child.stdin!.end();
    }
  },
};
