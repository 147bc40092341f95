/**
 * The acts that `undo` can take back: what they changed is noted on the undo stack as it is done, so that a state that
 * cannot be written at the moment costs nobody the way back.
 */
import { formatCount } from '../lib/units.ts';
import type { EngineParts } from './parts.ts';
import { RemovedProxies } from './removed-proxies.ts';
import type { EngineAct } from './types.ts';

type Undoable =
  | 'tag'
  | 'untag'
  | 'ban'
  | 'unban'
  | 'remove'
  | 'skipTls'
  | 'removeSource'
  | 'enableSource'
  | 'setConfig'
  | 'resetConfig'
  | 'restoreConfig';

/** @param kept resolves with the result of a change when it is on the disk */
export function undoableActs(
  { pool, scraping, config, undo }: Pick<EngineParts, 'pool' | 'scraping' | 'config' | 'undo'>,
  kept: <T>(change: Promise<T> | T) => Promise<T>,
): Pick<EngineAct, Undoable> {
  return {
    tag: (ids, tag) =>
      change(
        (changed) => pool.tag(ids, tag, changed),
        (count) => `tagged ${count} ${tag}`,
        (changed) => pool.untag(changed, tag),
      ),
    untag: (ids, tag) =>
      change(
        (changed) => pool.untag(ids, tag, changed),
        (count) => `untagged ${count} ${tag}`,
        (changed) => pool.tag(changed, tag),
      ),
    ban: (ids) =>
      change(
        (changed) => pool.ban(ids, changed),
        (count) => `banned ${count}`,
        (changed) => pool.unban(changed),
      ),
    unban: (ids) =>
      change(
        (changed) => pool.unban(ids, changed),
        (count) => `unbanned ${count}`,
        (changed) => pool.ban(changed),
      ),
    remove: (ids) => kept(remove(ids)),
    skipTls: (ids, skip) =>
      change(
        (changed) => pool.skipTls(ids, skip, changed),
        (count) => `set TLS of ${count} to ${skip ? 'skip' : 'verify'}`,
        (changed) => pool.skipTls(changed, !skip),
      ),
    removeSource: (name) =>
      kept(
        noted(scraping.remove(name), (record) => ({
          what: `removed source ${record.name}`,
          undo: () => kept(scraping.putBack(record)),
        })),
      ).then(() => undefined),
    enableSource: (name, enabled) => {
      const before = scraping.isEnabled(name);
      const row = scraping.enable(name, enabled);
      if (before !== enabled) {
        const what = `${enabled ? 'enabled' : 'disabled'} source ${row.name}`;
        undo.add({ what, undo: () => kept(scraping.enable(row.name, before)) });
      }
      return kept(row);
    },
    setConfig: (path, value) => configure(path, `set ${path}`, () => config.set(path, value)),
    resetConfig: (path) => configure(path, `reset ${path}`, () => config.reset(path)),
    restoreConfig: async (number) => {
      const before = (await config.history()).at(-1);
      const keys = await config.restore(number);
      if (keys.length > 0 && before !== undefined)
        undo.add({ what: `restored configuration ${number}`, undo: () => config.restore(before.number) });
      return keys;
    },
  };

  /** Something done to proxies, whose ids are enough to take it back. */
  function change(
    work: (changed: (id: number) => void) => Promise<number>,
    told: (count: string) => string,
    back: (changed: Uint32Array) => Promise<unknown>,
  ): Promise<number> {
    const ids: number[] = [];
    const done = work((id) => void ids.push(id)).then((count) => {
      const changed = Uint32Array.from(ids);
      if (count > 0)
        undo.add({ what: told(proxies(count)), bytes: changed.byteLength, undo: () => kept(back(changed)) });
      return count;
    });
    return kept(done);
  }

  async function remove(ids: readonly number[]): Promise<number> {
    const removed = new RemovedProxies();
    const count = await pool.remove(ids, (one) => removed.add(one));
    if (count > 0) {
      const back = (): Promise<void> => kept(pool.bringBack(removed.batches()));
      undo.add({ what: `removed ${proxies(count)}`, bytes: removed.bytes, undo: back });
    }
    return count;
  }

  async function configure(path: string, what: string, work: () => Promise<unknown>): Promise<unknown> {
    const key = config.path(path);
    const before = config.inFile(key);
    const result = await work();
    const back = (): Promise<unknown> => (before === undefined ? config.reset(key) : config.set(key, before));
    if (JSON.stringify(before) !== JSON.stringify(config.inFile(key))) undo.add({ what, undo: back });
    return result;
  }

  function noted<T>(result: T, act: (result: T) => Parameters<typeof undo.add>[0]): T {
    undo.add(act(result));
    return result;
  }
}

function proxies(count: number): string {
  return count === 1 ? '1 proxy' : `${formatCount(count)} proxies`;
}
