/** What tests of the check share: our own judge in a throw-away folder, a checker, and a call that checks a few proxies. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NetworkPolicy } from '../../src/core/guard.ts';
import { Checker, type CheckRunOptions, type CheckRunResult, type CheckerOptions } from '../../src/checker/checker.ts';
import type { CheckPlan } from '../../src/checker/judge-plan.ts';
import { startJudge, type RunningJudge } from '../../src/checker/judge/start.ts';
import { planJudge } from '../../src/checker/plan-judge.ts';
import { protocolSet, type Protocol } from '../../src/model/proxy.ts';
import type { CheckReport, CheckTask, ProtocolResult } from '../../src/model/report.ts';

export const LOOPBACK: NetworkPolicy = { only: 'loopback', allowPrivate: false };

/** A folder that is removed by `drop`. */
export function temporaryFolder(): { readonly path: string; drop(): void } {
  const path = mkdtempSync(join(tmpdir(), 'refbot-check-'));
  return { path, drop: () => rmSync(path, { recursive: true, force: true }) };
}

export interface TestJudge extends RunningJudge {
  readonly plan: CheckPlan;
}

/** A judge of our own with its plan; `stop` removes its keys as well. */
export async function testJudge(): Promise<TestJudge> {
  const folder = temporaryFolder();
  const judge = await startJudge({ keyFolder: folder.path });
  const plan = await planJudge({
    judge: null,
    allLoopback: true,
    startOwn: async () => judge,
    policy: LOOPBACK,
    verifyChain: false,
  });
  return {
    ...judge,
    plan,
    stop: async () => {
      await judge.stop();
      folder.drop();
    },
  };
}

let lastId = 0;
/** A task for a proxy on loopback. */
export function task(port: number, claimed: readonly Protocol[] = [], more: Partial<CheckTask> = {}): CheckTask {
  return { id: ++lastId, host: '127.0.0.1', port, user: null, password: null, claimed: protocolSet(claimed), ...more };
}

export interface Checked extends CheckRunResult {
  readonly reports: ReadonlyMap<number, CheckReport>;
}

/** Checks tasks with short timeouts. */
export async function checkAll(
  checker: Checker,
  tasks: readonly CheckTask[],
  options: Partial<CheckRunOptions> & { readonly plan: CheckPlan },
  signal?: AbortSignal,
): Promise<Checked> {
  const reports = new Map<number, CheckReport>();
  const result = await checker.check(
    tasks[Symbol.iterator](),
    { policy: LOOPBACK, connectTimeoutMs: 500, timeoutMs: 2_000, retries: 0, ...options },
    signal,
    (batch) => {
      for (const report of batch) reports.set(report.id, report);
    },
  );
  return { ...result, reports };
}

export async function withChecker<T>(options: CheckerOptions, use: (checker: Checker) => Promise<T>): Promise<T> {
  const checker = new Checker(options);
  try {
    return await use(checker);
  } finally {
    await checker.stop();
  }
}

/** `http:confirmed https:failed(denied)`, in the order of the protocols' names. */
export function outcomes(report: CheckReport | undefined): string {
  if (!report) return 'no report';
  return report.results
    .toSorted((a, b) => (a.protocol < b.protocol ? -1 : 1))
    .map((result) => `${result.protocol}:${result.outcome}${result.reason === null ? '' : `(${result.reason})`}`)
    .join(' ');
}

export function resultOf(report: CheckReport | undefined, protocol: Protocol): ProtocolResult | undefined {
  return report?.results.find((result) => result.protocol === protocol);
}

/** A port of 127.0.0.1 that nobody listens on. */
export async function deadPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}
