/**
 * The engine: wires configuration, log, pool, store, sources, checker, judge and demo into the one pipeline that all
 * faces use. Started by main; knows no face. Parts are made left to right and stopped right to left.
 */
import type { ReaderThread } from '../store/reader-thread.ts';
import { openStore } from '../store/store.ts';
import { Bus } from './core/bus.ts';
import { systemClock, type Clock } from './core/clock.ts';
import { loadConfig } from './core/config/config.ts';
import { Log } from './core/log.ts';
import type { Paths } from './core/paths.ts';
import { createAct } from './engine/act.ts';
import { Auto } from './engine/auto.ts';
import { BreakerLog } from './engine/breaker-log.ts';
import { Checking } from './engine/checking.ts';
import { DemoHolder } from './engine/demo-holder.ts';
import { JobList } from './engine/jobs.ts';
import { JudgeHolder } from './engine/judge-holder.ts';
import { Measuring } from './engine/measuring.ts';
import type { EngineParts, StoreHealth } from './engine/parts.ts';
import { MetricsRecorder } from './engine/metrics-recorder.ts';
import { PredictorKeeper } from './engine/predictor-keeper.ts';
import { Scraping } from './engine/scraping.ts';
import { poolRules } from './engine/settings.ts';
import type { Engine, EngineStatus } from './engine/types.ts';
import { TargetKeeper } from './engine/target-keeper.ts';
import { UndoStack } from './engine/undo.ts';
import { createView } from './engine/view.ts';
import { toRefbotError } from './model/errors.ts';
import { recoveryText, troubleText, viewText } from './model/judge.ts';
import { Pool } from './pool/pool.ts';

export interface EngineOptions {
  readonly paths: Paths;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Configuration keys set on the command line. */
  readonly flags?: Readonly<Record<string, unknown>>;
  readonly mode: EngineStatus['mode'];
  readonly clock?: Clock;
  /** Begun before for this state (`beginReading`); it is stopped here. */
  readonly reader?: ReaderThread;
}

/** @throws state-held, state-broken, state-newer, state-write; unreadable-config, unknown-key, bad-config-value */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const { paths, env, flags = {}, mode, clock = systemClock } = options;
  const startedAt = clock.now();
  const config = loadConfig({ file: paths.config, env, flags });
  const bus: Bus = new Bus((event, error) =>
    log.add('error', 'bus', `a listener of ${event} failed: ${messageOf(error)}`),
  );
  const log = new Log({ clock, bus, lines: config.get('log_buffer_lines') });
  config.announceOn(bus);
  const note = (area: string) => (message: string) => log.add('warn', area, message);

  const pool = new Pool({ bus, clock, rules: poolRules(config) });
  const health: StoreHealth = { storeError: null, savedAt: null };
  const store = await openStore({
    file: paths.state,
    rows: pool.images,
    ...(options.reader === undefined ? {} : { reader: options.reader }),
    clock,
    intervalMs: config.get('save_state_interval_seconds') * 1000,
    socket: paths.socket,
    counts: () => {
      const { working, answered, failed, new: fresh, banned } = pool.stats();
      return { working, answered, failed, new: fresh, banned };
    },
    onSaved: ({ seq, bytes, ms }) => {
      if (health.storeError !== null) log.add('info', 'store', 'the state can be written again');
      health.storeError = null;
      health.savedAt = clock.now();
      bus.emit('store.saved', { seq, bytes, ms });
    },
    onFailed: (error, retryMs) => {
      health.storeError = error.message;
      log.add('error', 'store', `${error.message}; trying again in ${Math.round(retryMs / 1000)} s`);
      bus.emit('store.failed', { error: error.message });
    },
  });
  // Only whoever holds the state writes its log.
  await log.openFile(paths.log);
  for (const notice of store.notices) log.add('warn', 'store', notice);

  const jobs = new JobList(bus, clock);
  const judge = new JudgeHolder({
    keyFolder: paths.keys,
    onDeath: (error) => note('judge')(`our judge died: ${error.message}`),
  });
  const predictor = new PredictorKeeper({ pool, store, clock, note: note('pool') });
  const metrics = new MetricsRecorder({ pool, store, bus, clock, config, note: note('metrics') });
  const targets = new TargetKeeper({ pool, store });
  const checking = new Checking({ config, clock, bus, pool, judge, targets, jobs, note: note('check') });
  const measuring = new Measuring({ config, clock, pool, judge, jobs });
  const scraping = new Scraping({ config, clock, bus, pool, store, jobs });
  const demo = new DemoHolder({ pool, scraping, note: note('demo') });
  const auto = new Auto({
    clock,
    scrapeIntervalMs: () => config.get('scraper_interval_minutes') * 60_000,
    lastScrapeAt: () => scraping.lastScrapeAt,
    hasDue: () => pool.hasDue(),
    hasNewcomers: () => pool.hasNewcomers(),
    scrape: (signal) => jobs.unattended(() => act.scrape({ signal })),
    check: (signal) => jobs.unattended(() => act.check({ select: 'due', signal })),
    onError: (what, error) => note('auto')(`${what} failed: ${messageOf(error)}`),
  });
  const parts: EngineParts = {
    mode,
    startedAt,
    paths,
    config,
    clock,
    bus,
    log,
    jobs,
    pool,
    store,
    health,
    judge,
    predictor,
    metrics,
    targets,
    checking,
    measuring,
    scraping,
    demo,
    auto,
    undo: new UndoStack(clock),
  };
  const act = createAct(parts);
  const view = createView(parts);
  follow(parts);
  // A service works in the background because it is one; the shell goes on where it was left.
  if (mode === 'serve' || (mode === 'shell' && store.documents.settings.auto)) auto.start();

  let stopped: Promise<void> | null = null;
  const stop = async (): Promise<void> => {
    await auto.stop();
    await jobs.cancelAll();
    await Promise.all([checking.stop(), scraping.stop(), demo.close(), judge.stop()]);
    predictor.keep();
    metrics.stop();
    try {
      await store.close();
    } finally {
      await log.close();
    }
  };
  return {
    config,
    clock,
    bus,
    jobs,
    view,
    act,
    note: (level, area, message) => log.add(level, area, message),
    prepare: () => scraping.prepare(),
    stop: () => (stopped ??= stop()),
  };
}

/** Keeps the parts in step with what happens: the store with the pool, the pool with the configuration, the log with both. */
function follow({ bus, clock, config, pool, store, log, predictor }: EngineParts): void {
  const breakers = new BreakerLog((message) => log.add('info', 'breaker', message));
  bus.on('pool.changed', () => store.touch());
  bus.on('proxy.checked', () => store.touch());
  bus.on('target.checked', () => store.touch());
  bus.on('proxy.checked', () => predictor.checked());
  bus.on('proxy.status', ({ changes }) => {
    for (const { id, to } of changes) if (to === 'OPEN') breakers.add(() => pool.row(id).address);
  });
  bus.on('judge.changed', ({ outage, was }) => {
    if (outage !== null)
      log.add(
        'warn',
        outage.who,
        `the ${outage.who} at ${outage.at} ${troubleText(outage)}: no proxy is blamed for that`,
      );
    else if (was !== null) log.add('info', was.who, recoveryText(was, clock.now()));
  });
  bus.on('judge.seen', (change) => log.add('warn', 'judge', viewText(change)));
  bus.on('source.fetched', ({ source, found, added, error }) => {
    if (error === null) log.add('info', 'source', `${source}: ${found} found, ${added} new`);
    else log.add('warn', 'source', `${source}: ${error}`);
  });
  bus.on('config.changed', ({ keys }) => {
    log.add('info', 'config', `changed: ${keys.join(', ')}`);
    if (keys.some((key) => RULE_KEYS.test(key))) {
      pool.configure(poolRules(config)).catch((error: unknown) => log.add('error', 'config', messageOf(error)));
    }
  });
}

const RULE_KEYS = /^(weights\.|timeout$|proxy_revalidate_hours$|evict_after_days$|breaker\.)/;

function messageOf(error: unknown): string {
  return toRefbotError(error).message;
}
