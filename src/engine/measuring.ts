/**
 * Measures the throughput of proxies: which page is downloaded, the tasks from the pool, the results back into it. Called
 * by `proxies speed`; a test moves nothing but the throughput, since who is slow is not broken.
 */
import type { JudgeAbout } from '../checker/judge/page.ts';
import type { ThroughputPage, ThroughputTask } from '../checker/throughput-messages.ts';
import type { Clock } from '../core/clock.ts';
import type { Config } from '../core/config/config.ts';
import { ProgressMeter } from '../lib/progress-meter.ts';
import { maskSecrets } from '../lib/safe-text.ts';
import { median } from '../lib/stats.ts';
import { fail } from '../model/errors.ts';
import type { FailureReason } from '../model/report.ts';
import type { Pool } from '../pool/pool.ts';
import type { JudgeHolder } from './judge-holder.ts';
import { networkPolicy } from './settings.ts';
import type { Jobs, OnProgress, SpeedOptions, SpeedSummary } from './types.ts';

export interface MeasuringParts {
  readonly config: Config;
  readonly clock: Clock;
  readonly pool: Pool;
  readonly judge: JudgeHolder;
  readonly jobs: Jobs;
}

/** For the one question to a judge whether it has pages of asked size. */
const ASK_MS = 5_000;
/** Liars that are named; all of them are counted. */
const NAMED = 100;

export class Measuring {
  readonly #parts: MeasuringParts;

  constructor(parts: MeasuringParts) {
    this.#parts = parts;
  }

  /** @throws missing-argument (no page of asked size can be reached), judge-unreachable, engine-worker */
  measure(options: SpeedOptions): Promise<SpeedSummary> {
    const many = options.ids.length;
    return this.#parts.jobs.run(
      'speed',
      `measure ${many === 1 ? '1 proxy' : `${many} proxies`}`,
      (signal, progress) =>
        this.#run(options, signal, (facts) => {
          progress(facts);
          options.onProgress?.(facts);
        }),
      options.signal,
    );
  }

  async #run(options: SpeedOptions, signal: AbortSignal, onProgress: OnProgress): Promise<SpeedSummary> {
    const { pool, config, clock } = this.#parts;
    const startedAt = clock.monotonic();
    const rates: number[] = [];
    const reasons = new Map<FailureReason, number>();
    const tampered: { readonly address: string; readonly changed: string }[] = [];
    if (options.ids.length > 0) {
      const [page, { measureThroughput }] = await Promise.all([
        this.#page(options, signal),
        import('../checker/throughput.ts'),
      ]);
      const meter = new ProgressMeter(options.ids.length, () => clock.monotonic());
      await measureThroughput(
        this.#tasks(options.ids),
        {
          page,
          bytes: options.bytes,
          policy: networkPolicy(config),
          concurrency: options.concurrency,
          connectTimeoutMs: config.get('connect_timeout'),
          timeoutMs: options.timeoutMs,
        },
        signal,
        (results) => {
          pool.measured(
            results.flatMap(({ id, at, kibPerSecond }) => (kibPerSecond === null ? [] : [{ id, at, kibPerSecond }])),
          );
          for (const { id, kibPerSecond, reason, changed } of results) {
            if (changed !== null && tampered.length < NAMED && pool.has(id))
              tampered.push({ address: pool.row(id).address, changed });
            if (kibPerSecond !== null) rates.push(kibPerSecond);
            else if (reason !== null) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
          }
          meter.add(results.length);
          onProgress({ ...meter.read(), note: `${rates.length} measured` });
        },
      );
    }
    return {
      measured: rates.length,
      failed: [...reasons.values()].reduce((sum, count) => sum + count, 0),
      medianKiBps: median(rates),
      bestKiBps: rates.length === 0 ? null : rates.reduce((a, b) => Math.max(a, b)),
      reasons: Object.fromEntries([...reasons].sort(([, a], [, b]) => b - a)),
      tampered,
      ms: Math.round(clock.monotonic() - startedAt),
      partial: signal.aborted,
    };
  }

  /** Read as the worker takes them; who was removed meanwhile is passed over. */
  *#tasks(ids: readonly number[]): Generator<ThroughputTask> {
    const { pool } = this.#parts;
    for (const id of ids) {
      if (!pool.has(id)) continue;
      const { protocols } = pool.row(id);
      const { host, port, user = null, password = null } = pool.endpoint(id);
      yield { id, host, port, user, password, protocols };
    }
  }

  async #page({ ids, url, bytes }: SpeedOptions, signal: AbortSignal): Promise<ThroughputPage> {
    const { pool, judge, config } = this.#parts;
    if (url !== undefined) {
      return url.startsWith('https:')
        ? { http: null, https: url, nonced: false }
        : { http: url, https: null, nonced: false };
    }
    const named = config.get('judge.url');
    if (named === null && (await pool.onlyLoopback(ids))) {
      const own = await judge.obtain({ port: config.get('judge.port'), httpsPort: config.get('judge.https_port') });
      return loadPage(own.http, own.https, '/load', bytes);
    }
    const about = named === null ? null : await this.#about(named, signal);
    if (about?.load !== undefined) return loadPage(about.http, about.https, about.load, bytes);
    const why = named === null ? 'no judge of yours is configured' : `${maskSecrets(named)} has no pages of asked size`;
    throw fail('missing-argument', `nothing to download: ${why}`, {
      hint: '`--url URL` names a page that is large enough, judge.url a RefBot judge',
    });
  }

  async #about(judge: string, signal: AbortSignal): Promise<JudgeAbout | null> {
    const { askAbout } = await import('../checker/judge-about.ts');
    const policy = networkPolicy(this.#parts.config);
    return askAbout(new URL(judge).origin, { policy, trusted: true, verifyChain: false, timeoutMs: ASK_MS, signal });
  }
}

function loadPage(http: string | undefined, https: string | undefined, path: string, bytes: number): ThroughputPage {
  const of = (origin: string | undefined): string | null =>
    origin === undefined ? null : new URL(`${path}/${bytes}/`, origin).href;
  return { http: of(http), https: of(https), nonced: true };
}
