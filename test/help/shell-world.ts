/**
 * A small world for tests of the screen: an engine of the real types whose view is made by hand (so that frames are the
 * same every time), and an interpreter with a handful of commands. Jobs, bus and configuration are the real ones.
 */
import { writeFileSync } from 'node:fs';
import { Bus } from '../../src/core/bus.ts';
import type { Clock } from '../../src/core/clock.ts';
import { loadConfig } from '../../src/core/config/config.ts';
import { JobList } from '../../src/engine/jobs.ts';
import type {
  Engine,
  EngineAct,
  EngineStatus,
  EngineView,
  PoolStats,
  ProxyDetail,
  RankQuery,
  RowQuery,
} from '../../src/engine/types.ts';
import { loadRegistry } from '../../src/command/registry.ts';
import type { Interpreter } from '../../src/command/interpreter.ts';
import type { Face } from '../../src/command/face.ts';
import { Session } from '../../src/command/session.ts';
import type { LogEntry } from '../../src/model/events.ts';
import type { ProxyRow } from '../../src/model/proxy.ts';

/** 2026-01-02 12:21:09 local time. */
export const WORLD_NOW = new Date(2026, 0, 2, 12, 21, 9).getTime();

export function worldRow(index: number): ProxyRow {
  const protocols = [['http'], ['http', 'https'], ['socks5'], ['socks4', 'socks5']] as const;
  return {
    id: index + 1,
    address: `192.0.2.${(index % 254) + 1}:${8000 + index}`,
    protocols: protocols[index % 4]!,
    status: 'working',
    score: Math.max(0, 0.95 - index * 0.001),
    success: 0.9,
    speed: 0.8,
    reliability: 0.7,
    latencyMs: 120 + index * 3,
    anonymity: index % 3 === 0 ? 'elite' : 'anonymous',
    country: index % 5 === 0 ? null : 'DE',
    breaker: index % 11 === 10 ? 'HALF_OPEN' : 'CLOSED',
    sources: ['list'],
    tags: [],
    lastCheckedAt: new Date(WORLD_NOW - 60_000 * (index + 1)).toISOString(),
    failure: null,
    changed: null,
    banned: false,
    evicted: false,
    throughput: null,
    targets: [],
    listed: null,
  };
}

/** All that is known of one: its last check passed with its first protocol and failed with socks4. */
export function worldDetail(index: number): ProxyDetail {
  const row = worldRow(index);
  const ago = (minutes: number): string => new Date(WORLD_NOW - minutes * 60_000).toISOString();
  const latencies = Array.from({ length: 9 }, (_, at) => (row.latencyMs ?? 0) + ((at * 37) % 50) - 20);
  const isOpen = row.breaker === 'OPEN';
  return {
    ...row,
    claimed: ['http', 'socks4'],
    exit: '198.51.100.7',
    tlsIntact: index % 2 === 0 ? true : null,
    changed: null,
    checks: 48,
    passes: 36,
    firstSeenAt: ago(3 * 1440 + 125),
    nextDueAt: new Date(WORLD_NOW + 12 * 60_000).toISOString(),
    results: [
      { protocol: row.protocols[0]!, outcome: 'confirmed', latencyMs: latencies.at(-1)!, reason: null },
      { protocol: 'socks4', outcome: 'failed', latencyMs: null, reason: 'closed' },
    ],
    latencies,
    timeline: latencies.flatMap((latencyMs, at) => [
      {
        at: ago((8 - at) * 20 + index + 1),
        protocol: row.protocols[0]!,
        outcome: at % 4 === 3 ? ('answered' as const) : ('confirmed' as const),
        latencyMs,
        reason: null,
      },
      {
        at: ago((8 - at) * 20 + index + 1),
        protocol: 'socks4' as const,
        outcome: 'failed' as const,
        latencyMs: null,
        reason: at % 2 === 0 ? ('closed' as const) : ('connect-timeout' as const),
      },
    ]),
    hasPassword: false,
    tlsVerify: 'verify',
    throughputAt: null,
    ownPages: [],
    survival: {
      chance: 0.62,
      reasons: [
        { name: 'streak', value: 3, points: 1.6 },
        { name: 'sources', value: 0.04, points: -0.4 },
      ],
    },
    breakerCounts: {
      failures: isOpen ? 0 : index % 2,
      opened: row.breaker === 'CLOSED' ? 0 : 2,
      openedAt: isOpen ? ago(0.5) : null,
      openUntil: isOpen ? new Date(WORLD_NOW + 30_000).toISOString() : null,
    },
  };
}

export function worldStats(working: number): PoolStats {
  return {
    total: 18_204,
    new: 7106,
    answered: 411,
    working,
    failed: 9310,
    testing: 12,
    banned: 3,
    evicted: 0,
    protocols: { http: 612, https: 344, socks4: 201, socks5: 220 },
    kinds: { http: 400, https: 132, both: 212 },
    anonymity: { transparent: 100, anonymous: 500, elite: 700, unknown: 77 },
    breaker: { closed: 1301, open: 15, halfOpen: 61 },
    avgLatencyMs: 412,
    p50LatencyMs: 380,
    p95LatencyMs: 2900,
    avgScore: 0.712,
    successRate: 0.124,
    latencies: [100, 200, 300, 500, 700, 1_000, 1_500, 2_000, 3_000, 5_000, 8_000, null].map((underMs, bucket) => ({
      underMs,
      count: Math.round((working / 6) * Math.exp(-((bucket - 3) ** 2) / 6)),
    })),
    countries: [
      { country: 'DE', working: 88 },
      { country: '??', working: 12 },
    ],
    reasons: [
      { reason: 'refused', count: 5000 },
      { reason: 'connect-timeout', count: 4310 },
    ],
  };
}

export interface World {
  readonly engine: Engine;
  readonly log: LogEntry[];
}

/** @param size how many working proxies there are */
export function makeWorld(size = 1377, clock: Clock = { now: () => WORLD_NOW, monotonic: () => 0 }): World {
  const log: LogEntry[] = Array.from({ length: 60 }, (_, index) => ({
    at: WORLD_NOW - (60 - index) * 1000,
    level: index % 9 === 0 ? 'warn' : 'info',
    area: index % 2 ? 'source' : 'breaker',
    message: `line ${index}`,
  }));
  const bus = new Bus((event, error) => {
    throw new Error(`listener of ${event}`, { cause: error });
  });
  const matching = function* (query?: RowQuery): IterableIterator<ProxyRow> {
    for (let index = 0; index < size; index++) {
      const row = worldRow(index);
      if (!query?.where || query.where(row)) yield row;
    }
  };
  const status: EngineStatus = {
    startedAt: new Date(WORLD_NOW - 11_520_000).toISOString(),
    uptimeMs: 11_520_000,
    mode: 'shell',
    stateFile: 'state.json',
    storeError: null,
    savedAt: null,
    auto: false,
    judge: { running: true, http: 'http://127.0.0.1:1', https: null, inUse: 'own', outage: null },
    demo: { running: false, proxies: 0, listUrl: null, behaviours: {} },
    network: 'loopback',
    checksPerSecond: 312,
  };
  const view: EngineView = {
    stats: () => worldStats(size),
    metrics: () => Promise.resolve([]),
    status: () => status,
    resolve: Number,
    row: (id) => worldRow(id - 1),
    endpoint: () => {
      throw new Error('not in this world');
    },
    detail: (id) => worldDetail(id - 1),
    rows: matching,
    rank: (limit: number, query?: RankQuery) => {
      const rows = [...matching(query)];
      if (query?.reverse) rows.reverse();
      return rows.slice(query?.offset ?? 0, (query?.offset ?? 0) + limit);
    },
    async *ranked(limit, query) {
      yield* view.rank(limit, query);
    },
    count: (query) => [...matching(query)].length,
    sources: () => [],
    failingSources: () => view.sources(),
    targets: () => [],
    target: () => {
      throw new Error('not in this world');
    },
    targetResult: () => null,
    checkedAt: async () => [],
    log: (limit) => log.slice(-limit),
    logLines: {
      first: 0,
      get end() {
        return log.length;
      },
      at: (number) => log[number],
    },
    throughput: (seconds) =>
      Array.from({ length: seconds }, (_, index) => ({
        second: WORLD_NOW / 1000 - seconds + index,
        ok: Math.round(40 + 20 * Math.sin(index / 40)),
        failed: Math.round(250 + 100 * Math.sin(index / 90)),
      })),
    undos: () => [],
    exportState: async function* () {},
    aliases: () => ({}),
    backups: async () => [],
    verifyBackups: async () => [],
  };
  const engine: Engine = {
    config: loadConfig({}),
    clock,
    bus,
    jobs: new JobList(bus, clock),
    view,
    // The screen never writes; commands of this world do not either.
    act: new Proxy({} as EngineAct, {
      get: (_, name) => {
        throw new Error(`the screen called act.${String(name)}`);
      },
    }),
    note: (level, area, message) => {
      const entry = { at: clock.now(), level, area, message };
      log.push(entry);
      bus.emit('log.added', entry);
    },
    prepare: async () => {},
    stop: async () => {},
  };
  return { engine, log };
}

const COMMANDS = [
  'echo',
  'lines',
  'slow',
  'ask',
  'noise',
  'crash',
  'quit',
  'proxies',
  'proxies top',
  'proxies list',
  'proxies show',
];

/** A few commands that do what tests look for. `ran` collects every text that was run. */
export function worldInterpreter({ engine }: World, face: Face, ran: string[] = []): Interpreter {
  return {
    session: new Session(),
    // The commands of the screen are the real ones; what runs is this world's.
    registry: loadRegistry(),
    async run({ text }, io, _options, signal) {
      ran.push(text);
      const [name = '', ...words] = text.trim().split(/\s+/);
      if (name === 'echo') await io.write(`${words.join(' ')}\n`);
      else if (name === 'lines') {
        for (let line = 1; line <= Number(words[0]); line++) await io.write(`row ${line}\n`);
      } else if (name === 'slow') {
        await engine.jobs.run(
          'check',
          'check',
          async (own, progress) => {
            progress({ done: 1204, total: 18_204, rate: 312, etaMs: 54_000 });
            await new Promise<void>((resolve) => own.addEventListener('abort', () => resolve(), { once: true }));
          },
          signal,
        );
        io.note('kept what was found');
        return 130;
      } else if (name === 'ask') await io.write((await io.confirm('remove 12 proxies?')) ? 'removed\n' : 'kept\n');
      else if (name === 'noise') {
        console.log('printed by a library');
        process.emitWarning('an old thing');
      } else if (name === 'crash')
        setImmediate(() => {
          throw new Error('a defect for the test');
        });
      else if (name === 'reject') void Promise.reject(new Error('a promise for the test'));
      else if (name === 'fail') engine.note('error', 'store', 'no room on the disk');
      else if (name === 'mark') writeFileSync('mark', '');
      else if (name === 'die') process.kill(process.pid, 'SIGKILL');
      else if (name === 'quit') face.quit();
      else if (name === 'proxies') await io.write(`${text}: width ${io.output.columns}\n`);
      else {
        io.note(`error[E101]: unknown command ${name}`);
        return 2;
      }
      return 0;
    },
    runArgv: async () => 0,
    report: async () => 0,
    check: () => [],
    onlyReads: (text) => text.startsWith('echo '),
    complete: (text, cursor) => {
      const before = text.slice(0, cursor);
      const candidates = COMMANDS.filter((name) => name.startsWith(before)).map((value) => ({
        value,
        help: `help of ${value}`,
      }));
      return {
        start: 0,
        end: cursor,
        candidates,
        exact: candidates.length,
      };
    },
    guide: (text) => ({
      usage: text.startsWith('proxies top') ? 'proxies top [n] [--country <cc,…>]' : '',
      about: '',
      remaining: '',
    }),
    highlight: () => ({ spans: [], problem: null }),
    isOpen: (text) => /[({][^)}]*$/.test(text),
  };
}
