/**
 * Runs a check from selection to summary: proxies from the pool, a judge or the operator's page, the check worker, the
 * reports back into the pool. Called by `check` and by background work; it never judges a proxy itself.
 */
import type { Ask, CheckPlan } from '../checker/judge-plan.ts';
import type { Checker, CheckRunResult } from '../checker/checker.ts';
import type { Bus } from '../core/bus.ts';
import type { Clock } from '../core/clock.ts';
import type { Config } from '../core/config/config.ts';
import { ProgressMeter } from '../lib/progress-meter.ts';
import { maskSecrets } from '../lib/safe-text.ts';
import { placeOf } from '../model/judge.ts';
import { paceText, type CheckPace } from '../model/pace.ts';
import type { Pool } from '../pool/pool.ts';
import { CheckTally } from './check-tally.ts';
import { ExitLists } from './exit-lists.ts';
import type { JudgeHolder } from './judge-holder.ts';
import { JudgeOutage } from './judge-outage.ts';
import type { TargetKeeper } from './target-keeper.ts';
import { networkPolicy } from './settings.ts';
import type { CheckOptions, CheckSummary, Jobs, OnProgress } from './types.ts';

export interface CheckingParts {
  readonly config: Config;
  readonly clock: Clock;
  readonly bus: Bus;
  readonly pool: Pool;
  readonly judge: JudgeHolder;
  readonly targets: TargetKeeper;
  readonly jobs: Jobs;
  readonly note: (message: string) => void;
}

export class Checking {
  readonly #parts: CheckingParts;
  #checker: Promise<Checker> | null = null;
  #judgeInUse: string | null = null;
  readonly #outage: JudgeOutage;
  readonly #exitLists: ExitLists;
  /** What was said of the judge last; a round every minute need not repeat it. */
  #noted = '';

  constructor(parts: CheckingParts) {
    this.#parts = parts;
    this.#outage = new JudgeOutage(parts.bus, parts.clock);
    this.#exitLists = new ExitLists(parts);
  }

  /** What the last check asked: `own`, a URL, `none (liveness only)`; null before the first. */
  get judgeInUse(): string | null {
    return this.#judgeInUse;
  }

  /** What is wrong with the judge or page of the last check; null = nothing. */
  get outage(): JudgeOutage['now'] {
    return this.#outage.now;
  }

  /** @throws judge-unreachable, engine-worker, address-refused */
  check(options: CheckOptions): Promise<CheckSummary> {
    return this.#parts.jobs.run(
      'check',
      titleOf(options),
      (signal, progress) =>
        this.#run(options, signal, (facts) => {
          progress(facts);
          options.onProgress?.(facts);
        }),
      options.signal,
    );
  }

  async stop(): Promise<void> {
    this.#exitLists.stop();
    await (await this.#checker)?.stop();
  }

  /** Loaded with the first check: most one-shot commands check nothing. */
  #load(): Promise<Checker> {
    return (this.#checker ??= import('../checker/checker.ts').then(({ Checker }) => {
      const { config, note } = this.#parts;
      return new Checker({ geoFile: config.getPath('geo.database'), onNote: note });
    }));
  }

  async #run(options: CheckOptions, signal: AbortSignal, onProgress: OnProgress): Promise<CheckSummary> {
    const { pool, clock, config, bus } = this.#parts;
    const startedAt = clock.monotonic();
    const target = options.target === undefined ? null : targetUrl(options.target);
    const tasks = this.#select(options);
    const tally = new CheckTally();
    let plan: CheckPlan | null = null;
    let pace: CheckPace | null = null;
    try {
      const loopback = await pool.onlyLoopback(options.select);
      const total = await tasks.count();
      onProgress({
        done: 0,
        total,
        rate: null,
        etaMs: null,
        note: `asking the ${this.#pageOf(options) === null ? 'judge' : 'page'}`,
      });
      if (total > 0)
        [, plan] = await Promise.all([
          // The thread starts while the judge is asked.
          this.#load().then((checker) => checker.prepare()),
          this.#plan(options, loopback, signal),
          tasks.prepare(),
        ]);
      if (plan !== null) {
        if (target === null) this.#judgeInUse = plan.label;
        const who = plan.kind === 'target' ? 'page' : 'judge';
        // A judge has just been asked, and answered; a page that did not is left to the check.
        const asks = asksOf(plan);
        this.#outage.begin(
          who,
          asks.map(placeOf),
          asks.every(({ address }) => address !== ''),
        );
        if (plan.kind !== 'target') this.#tell(plan.notes);
        const meter = new ProgressMeter(total, () => clock.monotonic());
        let paceNow = '';
        const show = (): void =>
          onProgress({ ...meter.read(), note: tally.note + this.#outage.note(who), pace: paceNow });
        show();
        const [checker, { targetVerdicts }] = await Promise.all([this.#load(), import('../checker/expectation.ts')]);
        // Registered when it is known that it can be asked: a page that was mistyped pushes no other out.
        const page = target === null ? null : this.#parts.targets.use(target);
        const result = await checker.check(
          tasks,
          {
            plan,
            policy: networkPolicy(config),
            workers: config.get('check_workers'),
            connectTimeoutMs: options.connectTimeoutMs ?? config.get('connect_timeout'),
            // Whoever says how long to wait for this check means it.
            learnConnectTimeout: options.connectTimeoutMs === undefined && config.get('learn_connect_timeout'),
            timeoutMs: options.timeoutMs ?? config.get('timeout'),
            retries: options.retries ?? config.get('retries'),
            startsPerSecond: config.get('max_starts_per_second'),
            perNetwork: config.get('max_per_network'),
            onPace: (now) => {
              paceNow = paceText(now);
              show();
            },
            httpLimit: config.get('http_workers'),
            httpsLimit: config.get('https_workers'),
            ...optional('concurrency', options.concurrency ?? config.get('concurrency')),
            ...optional('expect', options.expect),
            onView: (change) => bus.emit('judge.seen', change),
            onJudge: (trouble) => {
              this.#outage.set(trouble, who);
              show();
            },
          },
          signal,
          (reports, replies) => {
            // What a page of theirs says of a proxy stays with the page; the rest is the judge's business.
            if (page === null) {
              pool.apply(reports);
              this.#exitLists.add(reports);
            } else pool.targets.apply(page, targetVerdicts(reports, replies));
            this.#outage.add(reports, who);
            tally.add(reports);
            meter.add(reports.length);
            show();
          },
        );
        pace = paceOf(result);
      }
    } catch (error) {
      // Cancelled while the judge was still being asked: nothing was checked, and that is the answer.
      if (!signal.aborted) throw error;
    } finally {
      tally.cancelled = await tasks.close();
    }
    if (!signal.aborted) await this.#exitLists.settled(LISTS_WAIT_MS);
    return {
      ...tally.summary(),
      judge: plan?.kind === 'target' ? null : (plan?.label ?? 'none'),
      page: plan?.kind === 'target' ? plan.label : null,
      ms: Math.round(clock.monotonic() - startedAt),
      pace,
      partial: signal.aborted,
    };
  }

  #tell(notes: readonly string[]): void {
    const all = notes.join('\n');
    if (all !== this.#noted) for (const text of notes) this.#parts.note(text);
    this.#noted = all;
  }

  #select({ select, limit, target }: CheckOptions) {
    const { pool } = this.#parts;
    // Due is who the judge wants to see again; a page of theirs is for all that may work.
    if (select === 'due' && target !== undefined) return pool.hopefulTasks(limit);
    if (select === 'due') return pool.dueTasks(limit);
    if (select === 'all') return pool.allTasks(limit);
    return pool.tasksOf(limit === undefined ? select : select.slice(0, limit));
  }

  /** The operator's page of the configuration gives way to a judge that this check names. */
  #pageOf({ target, judge }: CheckOptions): string | null {
    return target ?? (judge === undefined ? this.#parts.config.get('url') : null);
  }

  async #plan(options: CheckOptions, allLoopback: boolean, signal: AbortSignal): Promise<CheckPlan> {
    const { planJudge, planTarget } = await import('../checker/plan-judge.ts');
    const { config, judge } = this.#parts;
    const policy = networkPolicy(config);
    const target = this.#pageOf(options);
    if (target !== null) return planTarget({ target, policy, signal });
    return planJudge({
      judge: options.judge ?? config.get('judge.url'),
      second: config.get('judge.second_url'),
      allLoopback,
      startOwn: () => judge.obtain({ port: config.get('judge.port'), httpsPort: config.get('judge.https_port') }),
      policy,
      verifyChain: config.get('verify_ssl'),
      signal,
    });
  }
}

/** Everything a plan will ask directly. */
function asksOf(plan: CheckPlan): readonly Ask[] {
  if (plan.kind === 'target') return [plan.ask];
  return [plan.http, plan.https].flatMap((site) => (site ? [site.echo, site.page] : []));
}

/** What a program that ends after its check waits for the last look-ups in block lists. */
const LISTS_WAIT_MS = 2_500;

function paceOf(result: CheckRunResult): CheckPace | null {
  const { pace, ms, busyMs, connections, peakConnections, retried, judgeProbes } = result;
  return pace && { ...pace, runMs: ms, busyMs: Math.round(busyMs), connections, peakConnections, retried, judgeProbes };
}

/** The page as it is kept and shown: without what a browser keeps to itself. */
function targetUrl(text: string): string {
  if (!URL.canParse(text)) return text;
  const url = new URL(text);
  url.hash = '';
  return url.href;
}

function titleOf({ select, target }: CheckOptions): string {
  const what = typeof select === 'string' ? select : select.length === 1 ? '1 proxy' : `${select.length} proxies`;
  return target === undefined ? `check ${what}` : `check ${what} against ${maskSecrets(target)}`;
}

/** `{ [name]: value }`, or nothing where there is no value: absent and undefined differ in options. */
function optional<K extends string, V>(name: K, value: V | null | undefined): { [P in K]?: V } {
  return value === null || value === undefined ? {} : ({ [name]: value } as { [P in K]?: V });
}
