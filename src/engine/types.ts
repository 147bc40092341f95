/**
 * What the engine offers to its faces: `view` reads, `act` writes, `jobs` runs long work. Commands, the screen and later
 * the API know the engine by these types only; src/engine.ts wires them to the parts that do the work.
 */
import type { Bus } from '../core/bus.ts';
import type { Clock } from '../core/clock.ts';
import type { Config } from '../core/config/config.ts';
import type { LogEntry, LogLines } from '../model/events.ts';
import type { JudgeOutage } from '../model/judge.ts';
import type { FailureReason } from '../model/report.ts';
import type { Endpoint, Protocol, ProxyRow } from '../model/proxy.ts';
import type { Refusal } from '../model/candidate.ts';
import type { CheckPace } from '../model/pace.ts';
import type { OnProgress } from '../model/progress.ts';
import type { Backup, BackupReport } from '../../store/backups.ts';
import type { MetricsQuery, MetricsRow } from '../analytics/metrics-history.ts';
import type { Expectation } from '../checker/expectation.ts';
import type { PoolDetail } from '../pool/detail.ts';
import type { PoolRankQuery } from '../pool/pool.ts';
import type { PoolQuery } from '../pool/query.ts';
import type { PoolStatistics } from '../pool/statistics.ts';
import type { Target, TargetResult } from '../pool/targets.ts';
import type { Second } from '../pool/throughput.ts';
import type { SourceRow } from '../sources/record.ts';
import type { ScrapeReport } from '../sources/scraper.ts';
import type { UndoRow } from './undo.ts';

export type { OnProgress, Progress } from '../model/progress.ts';
export type { Backup as BackupRow } from '../../store/backups.ts';
export type { MetricsQuery, MetricsRow } from '../analytics/metrics-history.ts';
export type { Expectation } from '../checker/expectation.ts';
export type { PoolDetail as ProxyDetail } from '../pool/detail.ts';
export type { PoolRankQuery as RankQuery } from '../pool/pool.ts';
export type { PoolQuery as RowQuery, RowPredicate } from '../pool/query.ts';
export type { PoolStatistics as PoolStats } from '../pool/statistics.ts';
export type { Target, TargetOfProxy, TargetResult } from '../pool/targets.ts';
export type { Second as ThroughputSample } from '../pool/throughput.ts';
export type { SourceRow } from '../sources/record.ts';
export type { ScrapeReport as ScrapeResult } from '../sources/scraper.ts';
export type { UndoRow } from './undo.ts';

export type JobState = 'running' | 'done' | 'failed' | 'cancelled';
export interface JobRow {
  readonly id: number;
  /** `check`, `scrape`, `import`, `command`, … */
  readonly kind: string;
  readonly title: string;
  readonly state: JobState;
  /** Background work began it, nobody asked for it now. */
  readonly auto: boolean;
  readonly done: number;
  readonly total: number | null;
  readonly rate: number | null;
  readonly etaMs: number | null;
  readonly note: string;
  /** How fast a check may go now, and why; empty for other work and when it has ended. */
  readonly pace: string;
  readonly startedAt: string;
  readonly ms: number;
  readonly error: string | null;
}

export interface Jobs {
  list(): readonly JobRow[];
  get(id: number): JobRow | undefined;
  /**
   * Runs work as a job: listed, shown on the screen, cancellable. Rejects as the work does. Inside a job of kind
   * `command` it makes no second one: that job takes over kind and progress.
   */
  run<T>(
    kind: string,
    title: string,
    work: (signal: AbortSignal, progress: OnProgress, id: number) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T>;
  /** @throws unknown-job */
  cancel(id: number): void;
  /** Resolves when the job has ended. @throws unknown-job */
  wait(id: number, signal?: AbortSignal): Promise<JobRow>;
}

export interface JudgeStatus {
  readonly running: boolean;
  readonly http: string | null;
  readonly https: string | null;
  /** Which judge the last check used: `own`, a URL, `none (liveness only)`. */
  readonly inUse: string | null;
  /** What is wrong with it since when; null = nothing, as far as the last check knows. */
  readonly outage: JudgeOutage | null;
}

export interface DemoStatus {
  readonly running: boolean;
  readonly proxies: number;
  readonly listUrl: string | null;
  /** Behaviour name -> how many simulated proxies show it. */
  readonly behaviours: Readonly<Record<string, number>>;
}

export interface EngineStatus {
  readonly startedAt: string;
  readonly uptimeMs: number;
  readonly mode: 'shell' | 'serve' | 'once';
  readonly stateFile: string;
  /** Set while the state cannot be written. */
  readonly storeError: string | null;
  readonly savedAt: string | null;
  readonly auto: boolean;
  readonly judge: JudgeStatus;
  readonly demo: DemoStatus;
  readonly network: 'any' | 'loopback';
  /** Checks per second now. */
  readonly checksPerSecond: number;
}

export interface EngineView {
  stats(): PoolStatistics;
  status(): EngineStatus;
  /** Id of the proxy a user names by id or address. @throws unknown-proxy, ambiguous-proxy */
  resolve(reference: string): number;
  /** @throws unknown-proxy */
  row(id: number): ProxyRow;
  /** @throws unknown-proxy */
  detail(id: number): PoolDetail;
  /** Where to connect to, the password included: for an export that was asked to hold it. @throws unknown-proxy */
  endpoint(id: number): Endpoint;
  /** Rows in id order, lazily: the caller decides when to let the event loop breathe. */
  rows(query?: PoolQuery): IterableIterator<ProxyRow>;
  /** The best `limit` rows by one scan and a bounded heap; no sort of the pool. Default query: working, by score. */
  rank(limit: number, query?: PoolRankQuery): ProxyRow[];
  /** The same for results of any length, in slices. Proxies that are removed meanwhile are left out. */
  ranked(limit: number, query?: Omit<PoolRankQuery, 'offset'>): AsyncGenerator<ProxyRow>;
  /** How many rows `rank` could give for this query. */
  count(query?: PoolQuery): number;
  sources(): SourceRow[];
  /** Those that failed so often in a row; none before {@link Engine.prepare} or another question about sources: it loads nothing. */
  failingSources(least: number): readonly SourceRow[];
  /** Own pages that proxies were checked against. */
  targets(): readonly Target[];
  /** By its URL, or by a part of it that no other has. @throws unknown-target */
  target(reference: string): Target;
  /** What the last check of a proxy against a page found; null when there was none. */
  targetResult(target: number, proxy: number): TargetResult | null;
  /** Ids of the proxies that were checked against a page, by id. */
  checkedAt(target: number): Promise<number[]>;
  /** Newest last. */
  log(limit: number): readonly LogEntry[];
  /** The same by number: nothing is copied. */
  readonly logLines: LogLines;
  /** The last `seconds` seconds, oldest first, gaps filled with zero. */
  throughput(seconds: number): readonly Second[];
  /** What the pool was like, minute by minute and hour by hour, oldest first. */
  metrics(query: MetricsQuery): Promise<readonly MetricsRow[]>;
  /** What {@link EngineAct.undo} can take back, newest first. */
  undos(): readonly UndoRow[];
  backups(): Promise<Backup[]>;
  /** Reads backups to the last byte. @param name null = all @throws unknown-backup */
  verifyBackups(name: string | null): Promise<BackupReport[]>;
  /** The whole state as a file for another machine, without passwords. */
  exportState(): AsyncIterable<Uint8Array>;
  /** Aliases that the person made: command lines by name. */
  aliases(): Readonly<Record<string, string>>;
}

export interface ImportOptions {
  readonly protocols?: readonly Protocol[];
  /** Recorded as the source of what is found: a file's base name, `stdin`. */
  readonly source: string;
  readonly allowPrivate?: boolean;
  /** `a.b.c.d/n:port` stands for every address of the range; /16 is the widest. */
  readonly ranges?: boolean;
  readonly signal?: AbortSignal;
}
export interface ImportResult {
  readonly read: number;
  readonly added: number;
  readonly known: number;
  /** Of the known ones those that had been given up and are due again, with their history. */
  readonly recalled: number;
  readonly refused: number;
  readonly refusals: readonly Refusal[];
}

export interface ScrapeOptions {
  /** Names; absent = every enabled source. */
  readonly sources?: readonly string[];
  readonly allowPrivate?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: OnProgress;
}
export interface CheckOptions {
  /** Which proxies: `due` (the most worth checking first: src/pool/due-order.ts), `all`, ids. */
  readonly select: 'due' | 'all' | readonly number[];
  readonly judge?: string;
  readonly concurrency?: number;
  readonly timeoutMs?: number;
  readonly connectTimeoutMs?: number;
  /** Late retries of a connection that timed out. */
  readonly retries?: number;
  readonly limit?: number;
  /** Check against the operator's own page instead of a judge; `due` then means all that may work. */
  readonly target?: string;
  /** Source text of the expectation (the filter language over status, body, header names, latency); compiled in the brain, evaluated on the reply sent by the worker. */
  readonly expect?: Expectation;
  readonly signal?: AbortSignal;
  readonly onProgress?: OnProgress;
}
export interface SpeedOptions {
  readonly ids: readonly number[];
  /** A page to download instead of the judge's. */
  readonly url?: string;
  /** Of the page, at most. */
  readonly bytes: number;
  /** Downloads at once: they share our own line. */
  readonly concurrency: number;
  /** For one proxy; what came until then is measured. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: OnProgress;
}
export interface SpeedSummary {
  readonly measured: number;
  readonly failed: number;
  /** KiB/s; null when nothing was measured. */
  readonly medianKiBps: number | null;
  readonly bestKiBps: number | null;
  readonly reasons: Readonly<Partial<Record<FailureReason, number>>>;
  /** Who sent other bytes than the judge's, and what; a hundred at most. */
  readonly tampered: readonly { readonly address: string; readonly changed: string }[];
  readonly ms: number;
  /** True when a signal ended it early. */
  readonly partial: boolean;
}
export interface CheckSummary {
  readonly checked: number;
  readonly working: number;
  readonly answered: number;
  readonly failed: number;
  readonly cancelled: number;
  readonly reasons: Readonly<Partial<Record<FailureReason, number>>>;
  /** How many proxies changed what came through them, by kind: script, page, header, certificate, reply. */
  readonly tampered: Readonly<Record<string, number>>;
  /** `own`, a URL, or `none (liveness only)`; null when a page of the operator's was asked instead. */
  readonly judge: string | null;
  /** That page. */
  readonly page: string | null;
  readonly ms: number;
  /** How the run went about it, for whoever wants it faster; null where nothing was checked. */
  readonly pace: CheckPace | null;
  /** True when a signal ended it early. */
  readonly partial: boolean;
}

/** Every write resolves when it is durable. */
export interface EngineAct {
  import(text: AsyncIterable<Uint8Array>, options: ImportOptions): Promise<ImportResult>;
  scrape(options?: ScrapeOptions): Promise<ScrapeReport>;
  check(options: CheckOptions): Promise<CheckSummary>;
  /** Measures how fast proxies let a page through; nothing else about them moves. */
  measure(options: SpeedOptions): Promise<SpeedSummary>;
  /** @returns how many proxies changed */
  tag(ids: readonly number[], tag: string): Promise<number>;
  untag(ids: readonly number[], tag: string): Promise<number>;
  ban(ids: readonly number[]): Promise<number>;
  unban(ids: readonly number[]): Promise<number>;
  remove(ids: readonly number[]): Promise<number>;
  /** Whether a certificate of their own is a failure of these; it never is where it is skipped. @returns how many changed */
  skipTls(ids: readonly number[], skip: boolean): Promise<number>;
  /** Forgets a page and what came of checks against it. @throws unknown-target */
  removeTarget(reference: string): Promise<Target>;
  addSource(
    location: string,
    options: { readonly name?: string; readonly protocols?: readonly Protocol[] },
  ): Promise<SourceRow>;
  removeSource(name: string): Promise<void>;
  enableSource(name: string, enabled: boolean): Promise<SourceRow>;
  /** Fetches and parses without admitting anything. */
  testSource(
    nameOrLocation: string,
    signal?: AbortSignal,
  ): Promise<{
    found: number;
    refused: number;
    format: string;
    ms: number;
    sample: string[];
    refusals: readonly Refusal[];
  }>;
  /** Validates, writes config.json, applies. @throws unknown-key, bad-config-value */
  setConfig(path: string, value: string): Promise<unknown>;
  resetConfig(path: string): Promise<unknown>;
  /** Makes config.json what it was after an earlier change. @returns the keys that changed @throws bad-value */
  restoreConfig(number: number): Promise<readonly string[]>;
  startJudge(options: { readonly port?: number; readonly httpsPort?: number }): Promise<JudgeStatus>;
  stopJudge(): Promise<void>;
  startDemo(options?: { readonly proxies?: number }): Promise<DemoStatus>;
  stopDemo(): Promise<void>;
  setAuto(on: boolean): Promise<void>;
  /** Takes the newest removal, ban, tag or change of sources or configuration back. @throws nothing-to-undo */
  undo(): Promise<UndoRow>;
  createBackup(reason: string): Promise<Backup>;
  restoreBackup(name: string): Promise<{ proxies: number; undo: string }>;
  /**
   * Puts an exported state in the place of this one, which is backed up first. @param name of the file, for people
   * @throws state-broken, state-newer, state-write: nothing was changed
   */
  importState(content: AsyncIterable<Uint8Array>, name: string): Promise<{ proxies: number; undo: string }>;
  /** @throws unknown-backup */
  removeBackup(name: string): Promise<void>;
  /** Writes the state anew until no journal is needed. @returns bytes of both before and after */
  compact(): Promise<{ before: number; after: number }>;
  /** Makes or changes an alias; null removes it. @throws unknown-alias */
  setAlias(name: string, line: string | null): Promise<void>;
  /** Writes the state now; resolves when durable. */
  save(): Promise<{ bytes: number; ms: number }>;
}

export interface Engine {
  readonly config: Config;
  readonly clock: Clock;
  readonly bus: Bus;
  readonly jobs: Jobs;
  readonly view: EngineView;
  readonly act: EngineAct;
  /** Adds a line to the log (screen, `log` command, log file). */
  note(level: LogEntry['level'], area: string, message: string): void;
  /** Loads what will be asked for by somebody who stays, a little at a time. Nothing needs it: what is not there is loaded then. */
  prepare(): Promise<void>;
  /** Cancels jobs, saves, stops workers, releases the lock. Safe to call twice. */
  stop(): Promise<void>;
}
