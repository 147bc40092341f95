/**
 * The engine's writing side. Every act changes its owner (pool, book, configuration, …) and resolves when the change is
 * on the disk; who acts at the same time shares a write.
 */
import { networkPolicy } from './settings.ts';
import { judgeStatus } from './view.ts';
import { fail } from '../model/errors.ts';
import type { EngineParts } from './parts.ts';
import { undoableActs } from './undoable-acts.ts';
import type { EngineAct, ImportOptions, ImportResult } from './types.ts';

export function createAct(parts: EngineParts): EngineAct {
  const { pool, store, config, checking, measuring, metrics, predictor, scraping, targets, judge, demo, auto, jobs } =
    parts;
  const durable = (): Promise<void> => store.durable(store.markDirty());
  const kept = async <T>(change: Promise<T> | T): Promise<T> => {
    const result = await change;
    await durable();
    return result;
  };
  return {
    import: (text, options) =>
      jobs.run('import', `import ${options.source}`, (signal) => kept(take(text, options, signal)), options.signal),
    scrape: (options = {}) => kept(scraping.scrape(options)),
    check: (options) => kept(checking.check(options).finally(() => predictor.keep())),
    measure: (options) => kept(measuring.measure(options)),
    ...undoableActs(parts, kept),
    undo: () => parts.undo.undo(),
    addSource: (location, options) => kept(scraping.add(location, options)),
    testSource: (nameOrLocation, signal) => scraping.test(nameOrLocation, signal),
    removeTarget: (reference) => kept(targets.remove(reference)),
    startJudge: async (ports) => {
      await judge.start({
        port: ports.port ?? config.get('judge.port'),
        httpsPort: ports.httpsPort ?? config.get('judge.https_port'),
      });
      return judgeStatus(parts);
    },
    stopJudge: () => judge.stop(),
    startDemo: (options = {}) => kept(demo.start(options)),
    stopDemo: () => kept(demo.stop()),
    setAuto: async (on) => {
      if (on) auto.start();
      else await auto.stop();
      store.documents.settings.auto = on;
      await durable();
    },
    setAlias: async (name, line) => {
      const { aliases } = store.documents;
      if (line !== null) aliases[name] = line;
      else if (Object.hasOwn(aliases, name)) delete aliases[name];
      else throw fail('unknown-alias', `there is no alias ${name}`, { hint: '`alias` lists them' });
      await durable();
    },
    createBackup: (reason) => {
      metrics.keep();
      return store.backups.create(reason);
    },
    restoreBackup: (name) => replaced(() => store.backups.restore(name)),
    importState: (content, name) => replaced(() => store.backups.take(content, name)),
    removeBackup: (name) => store.backups.remove(name),
    compact: () => store.compact(),
    save: async () => {
      const { bytes, ms } = await store.save();
      return { bytes, ms };
    },
  };

  /** Another state takes the place of the present one. */
  async function replaced<T>(work: () => Promise<T>): Promise<T> {
    let isOn = auto.on;
    // Running work would report on proxies that are about to be replaced.
    await auto.stop();
    await jobs.cancelAll();
    metrics.keep();
    try {
      const result = await work();
      parts.undo.clear();
      isOn = store.documents.settings.auto;
      return result;
    } finally {
      // Also after a failure: the new state may be in place although the disk did not confirm it.
      scraping.reload();
      predictor.reload();
      metrics.reload();
      targets.reload();
      if (isOn) auto.start();
    }
  }

  async function take(
    text: AsyncIterable<Uint8Array>,
    { protocols = [], source, allowPrivate, ranges = false }: ImportOptions,
    signal: AbortSignal,
  ): Promise<ImportResult> {
    const policy = networkPolicy(config);
    const parsed = await scraping.parse(
      text,
      { protocols, allowPrivate: allowPrivate ?? policy.allowPrivate, ranges },
      signal,
    );
    const { added, known, recalled } = await pool.admit(parsed.batch, { source, recall: true, signal });
    return { read: parsed.read, added, known, recalled, refused: parsed.refused, refusals: parsed.refusals };
  }
}
