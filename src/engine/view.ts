/** The engine's reading side: the pool, the books and the log as faces see them. Nothing here changes anything. */
import type { EngineParts } from './parts.ts';
import type { EngineStatus, EngineView, JudgeStatus } from './types.ts';

/** Seconds over which "checks per second now" is taken. */
const RATE_SECONDS = 3;

export function createView(parts: EngineParts): EngineView {
  const { pool, log, store, scraping, targets, config, clock } = parts;
  return {
    stats: () => pool.stats(),
    status: () => statusOf(parts),
    resolve: (reference) => pool.resolve(reference),
    row: (id) => pool.row(id),
    detail: (id) => pool.detail(id),
    endpoint: (id) => pool.endpoint(id),
    rows: (query) => pool.rows(query),
    rank: (limit, query) => pool.rank(limit, query),
    ranked: (limit, query) => pool.ranked(limit, query),
    count: (query) => pool.count(query),
    sources: () => scraping.rows(parts.auto.nextScrapeAt),
    failingSources: (least) => scraping.failing(least),
    targets: () => pool.targets.list(),
    target: (reference) => targets.find(reference),
    targetResult: (target, proxy) => pool.targets.result(target, proxy),
    checkedAt: (target) => pool.targets.checkedAt(target),
    log: (limit) => log.tail(limit),
    logLines: log,
    throughput: (seconds) => pool.throughput(seconds),
    metrics: (query) => parts.metrics.rows(query),
    undos: () => parts.undo.list(),
    backups: () => store.backups.list(),
    verifyBackups: (name) => store.backups.verify(name),
    exportState: () => store.exportText(),
    aliases: () => store.documents.aliases,
  };

  function statusOf({ startedAt, mode, demo, auto, health }: EngineParts): EngineStatus {
    const seconds = pool.throughput(RATE_SECONDS);
    return {
      startedAt: new Date(startedAt).toISOString(),
      uptimeMs: clock.now() - startedAt,
      mode,
      stateFile: parts.paths.state,
      storeError: health.storeError,
      savedAt: health.savedAt === null ? null : new Date(health.savedAt).toISOString(),
      auto: auto.on,
      judge: judgeStatus(parts),
      demo: demo.status(),
      network: config.get('network.only'),
      checksPerSecond: seconds.reduce((sum, { ok, failed }) => sum + ok + failed, 0) / RATE_SECONDS,
    };
  }
}

export function judgeStatus({ judge: { current }, checking }: EngineParts): JudgeStatus {
  return {
    running: current !== null,
    http: current?.http ?? null,
    https: current?.https ?? null,
    inUse: checking.judgeInUse,
    outage: checking.outage,
  };
}
