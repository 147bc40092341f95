/**
 * The pool as anybody would write it first: a Map of objects, statistics by walking all of them, ranking by sorting.
 * Tests hold the real pool to it; the bench measures both in one run. It uses the same pure rules of src/model.
 */
import { breakerStep, breakerTrial, CLOSED_BREAKER } from '../../src/model/breaker.ts';
import type { Breaker } from '../../src/model/breaker.ts';
import { digestReport } from '../../src/model/digest.ts';
import { remember, streakOf } from '../../src/model/history.ts';
import { median } from '../../src/lib/stats.ts';
import type { Anonymity, Protocol, ProxyRow, Status } from '../../src/model/proxy.ts';
import { formatAddress, PROTOCOL_BIT, protocolNames } from '../../src/model/proxy.ts';
import { RECHECK_BLAMELESS_MS, recheckMs } from '../../src/model/recheck.ts';
import type { CheckReport } from '../../src/model/report.ts';
import { reliabilityOf, scoreOf, speedOf, successOf, tally } from '../../src/model/score.ts';
import type { Candidate } from './pool-world.ts';
import { RULES } from './pool-world.ts';

export interface NaiveProxy {
  readonly id: number;
  readonly host: string;
  readonly port: number;
  readonly user: string | undefined;
  password: string | undefined;
  claimed: number;
  readonly sources: Set<string>;
  readonly tags: Set<string>;
  banned: boolean;
  testing: boolean;
  check: NaiveCheck;
}

interface NaiveCheck {
  status: Status;
  speaks: number;
  spoken: number;
  anonymity: Anonymity | null;
  country: string | null;
  failure: string | null;
  checks: number;
  passes: number;
  history: number;
  counts: { passed: number; checked: number };
  latencies: Map<Protocol, number[]>;
  latencyMs: number | null;
  checkedAt: number;
  dueAt: number;
  breaker: Breaker;
}

const unchecked = (): NaiveCheck => ({
  status: 'new',
  speaks: 0,
  spoken: 0,
  anonymity: null,
  country: null,
  failure: null,
  checks: 0,
  passes: 0,
  history: 0,
  counts: { passed: 0, checked: 0 },
  latencies: new Map(),
  latencyMs: null,
  checkedAt: 0,
  dueAt: 0,
  breaker: CLOSED_BREAKER,
});

const round = (value: number): number => Math.round(value * 10_000) / 10_000;
const tenth = (value: number): number => Math.round(value * 10) / 10;

export class NaivePool {
  readonly byKey = new Map<string, NaiveProxy>();
  readonly byId = new Map<number, NaiveProxy>();
  nextId = 1;

  admit(candidates: Iterable<Candidate>, source: string): void {
    for (const { host, port, user, password, protocols = 0 } of candidates) {
      const key = `${user ?? ''}@${host}:${port}`;
      let proxy = this.byKey.get(key);
      if (proxy === undefined) {
        proxy = {
          id: this.nextId++,
          host,
          port,
          user,
          password,
          claimed: 0,
          sources: new Set(),
          tags: new Set(),
          banned: false,
          testing: false,
          check: unchecked(),
        };
        this.byKey.set(key, proxy);
        this.byId.set(proxy.id, proxy);
      } else if (password !== undefined && password !== proxy.password) {
        proxy.password = password;
        proxy.check = unchecked();
      }
      proxy.claimed |= protocols;
      proxy.sources.add(source);
    }
  }

  apply(report: CheckReport): void {
    const proxy = this.byId.get(report.id);
    if (proxy === undefined) return;
    proxy.testing = false;
    const { check } = proxy;
    const digest = digestReport(report);
    if (digest === null) {
      if (report.reason !== 'cancelled') check.dueAt = report.at + RECHECK_BLAMELESS_MS;
      return;
    }
    const passed = digest.passed !== 0;
    const counts = tally(check.counts, passed, report.at - check.checkedAt);
    // The columns hold 32-bit floats.
    check.counts = { passed: Math.fround(counts.passed), checked: Math.fround(counts.checked) };
    check.checks += 1;
    if (passed) check.passes += 1;
    check.history = remember(check.history, digest.outcome);
    check.checkedAt = report.at;
    check.status = digest.outcome === 'confirmed' ? 'working' : digest.outcome;
    check.failure = digest.reason;
    check.speaks = passed ? digest.passed | (check.speaks & ~digest.tried) : 0;
    check.spoken |= digest.passed;
    check.anonymity = digest.anonymity ?? check.anonymity;
    check.country = report.country ?? check.country;
    for (const result of digest.results) {
      if (result.outcome === 'failed' || result.latencyMs === null) continue;
      check.latencies.set(
        result.protocol,
        [...(check.latencies.get(result.protocol) ?? []), tenth(result.latencyMs)].slice(-9),
      );
    }
    const medians = (set: number): number[] =>
      protocolNames(set).flatMap((protocol) => median(check.latencies.get(protocol) ?? []) ?? []);
    const measured = medians(check.speaks).length > 0 ? medians(check.speaks) : medians(check.spoken);
    if (measured.length > 0) check.latencyMs = Math.max(0.1, tenth(Math.min(...measured)));
    check.breaker = breakerStep(
      breakerTrial(check.breaker, report.at),
      digest.reached,
      report.at,
      RULES.breakerFailures,
    );
    check.breaker = { ...check.breaker, openUntil: Math.ceil(check.breaker.openUntil / 1_000) * 1_000 };
    const streak = Math.abs(streakOf(check.history, check.checks));
    const interval = recheckMs({ passed, streak, everPassed: check.passes > 0 }, RULES.revalidateMs);
    check.dueAt = Math.max(report.at + interval, check.breaker.openUntil);
  }

  remove(id: number): void {
    const proxy = this.byId.get(id);
    if (proxy === undefined) return;
    this.byId.delete(id);
    this.byKey.delete(`${proxy.user ?? ''}@${proxy.host}:${proxy.port}`);
  }

  row(proxy: NaiveProxy): ProxyRow {
    const { check } = proxy;
    const parts = this.parts(proxy);
    return {
      id: proxy.id,
      address: formatAddress({
        host: proxy.host,
        port: proxy.port,
        ...(proxy.user !== undefined && { user: proxy.user }),
      }),
      protocols: protocolNames(check.checks === 0 ? proxy.claimed : check.speaks),
      status: proxy.testing ? 'testing' : check.status,
      score: this.score(proxy),
      success: round(parts.success),
      speed: round(parts.speed),
      reliability: round(parts.reliability),
      latencyMs: check.latencyMs,
      anonymity: check.anonymity,
      country: check.country,
      breaker: check.breaker.state,
      sources: [...proxy.sources],
      tags: [...proxy.tags],
      lastCheckedAt: check.checkedAt === 0 ? null : new Date(check.checkedAt).toISOString(),
      failure: check.failure,
      changed: null,
      banned: proxy.banned,
      evicted: false,
      throughput: null,
      targets: [],
      listed: null,
    };
  }

  parts({ check }: NaiveProxy) {
    if (check.checks === 0) return { success: 0, speed: 0, reliability: 0 };
    return {
      success: successOf(check.counts),
      speed: speedOf(check.speaks === 0 ? null : check.latencyMs, RULES.timeoutMs),
      reliability: reliabilityOf(check.history, check.checks),
    };
  }

  score(proxy: NaiveProxy): number {
    return proxy.check.checks === 0 ? 0 : round(scoreOf(this.parts(proxy), RULES.weights));
  }

  rank(limit: number): NaiveProxy[] {
    return [...this.byId.values()]
      .filter(({ check, banned }) => check.status === 'working' && !banned)
      .sort((a, b) => this.score(b) - this.score(a) || a.id - b.id)
      .slice(0, limit);
  }

  due(now: number): NaiveProxy[] {
    return [...this.byId.values()]
      .filter(({ check, banned, testing }) => check.dueAt <= now && !banned && !testing)
      .sort(
        (a, b) =>
          Number(a.check.checks > 0) - Number(b.check.checks > 0) || a.check.dueAt - b.check.dueAt || a.id - b.id,
      );
  }

  /** The parts of PoolStats that are sums. */
  stats() {
    const all = [...this.byId.values()];
    const count = (test: (proxy: NaiveProxy) => boolean): number => all.filter(test).length;
    const status = (name: Status): number => count(({ check }) => check.status === name);
    const working = all.filter(({ check }) => check.status === 'working');
    const speaking = (protocol: Protocol): number =>
      working.filter(({ check }) => (check.speaks & PROTOCOL_BIT[protocol]) !== 0).length;
    const average = (values: number[]): number | null =>
      values.length === 0 ? null : values.reduce((a, b) => a + b, 0) / values.length;
    return {
      total: all.length,
      new: status('new'),
      answered: status('answered'),
      working: status('working'),
      failed: status('failed'),
      testing: count(({ testing }) => testing),
      banned: count(({ banned }) => banned),
      protocols: {
        http: speaking('http'),
        https: speaking('https'),
        socks4: speaking('socks4'),
        socks5: speaking('socks5'),
      },
      avgLatencyMs: average(working.flatMap(({ check }) => check.latencyMs ?? [])),
      avgScore: average(working.map((proxy) => this.score(proxy))),
      latencies: [100, 200, 300, 500, 700, 1_000, 1_500, 2_000, 3_000, 5_000, 8_000, null].map(
        (underMs, i, bounds) => ({
          underMs,
          count: working.filter(({ check: { latencyMs } }) => {
            const tenths = Math.round((latencyMs ?? -1) * 10);
            return tenths >= (bounds[i - 1] ?? 0) * 10 && tenths < (underMs ?? Infinity) * 10;
          }).length,
        }),
      ),
    };
  }
}
