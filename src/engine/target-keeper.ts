/**
 * Keeps in the state which pages of the operator's own there are; what came of checks against them stands in the rows of
 * the proxies. Written when a page is first used, used again, or forgotten: before any row that names it.
 */
import type { Store } from '../../store/store.ts';
import { maskSecrets } from '../lib/safe-text.ts';
import { fail } from '../model/errors.ts';
import type { Json } from '../model/state.ts';
import type { Pool } from '../pool/pool.ts';
import { pageKey } from '../pool/page-key.ts';
import type { Target, TargetsImage } from '../pool/targets.ts';

export interface TargetKeeperParts {
  readonly pool: Pool;
  readonly store: Store;
}

export class TargetKeeper {
  readonly #parts: TargetKeeperParts;

  constructor(parts: TargetKeeperParts) {
    this.#parts = parts;
    this.reload();
  }

  /** Takes them from the state again: at the start, and after a restore. */
  reload(): void {
    const { pool, store } = this.#parts;
    pool.targets.restore(store.documents.targets);
  }

  /** @returns its number */
  use(url: string): number {
    const id = this.#parts.pool.targets.use(url);
    this.#keep();
    return id;
  }

  /** @returns the page that was forgotten @throws unknown-target */
  remove(reference: string): Target {
    const { targets } = this.#parts.pool;
    const target = this.find(reference);
    targets.remove(target.id);
    this.#keep();
    return target;
  }

  /** The page with this URL, or the only one whose URL holds this text. @throws unknown-target */
  find(reference: string): Target {
    const all = this.#parts.pool.targets.list();
    const key = pageKey(reference);
    const exact = all.find((target) => target.key === key);
    if (exact) return exact;
    // Two pages may differ in what is masked: then only the whole URL says which.
    const same = all.filter(({ shown }) => shown === reference);
    const found = same.length > 0 ? same : all.filter(({ shown }) => shown.includes(reference));
    if (found.length === 1) return found[0]!;
    const hint = all.length === 0 ? '`check --target URL` checks against a page of yours' : '`targets` lists them';
    const some = found.map(({ shown }) => shown).join(', ');
    if (found.length > 1) throw fail('unknown-target', `${reference} is part of several: ${some}`, { hint });
    throw fail('unknown-target', `nothing was checked against ${maskSecrets(reference)}`, { hint });
  }

  #keep(): void {
    const { pool, store } = this.#parts;
    const image: TargetsImage = pool.targets.image();
    store.documents.targets = image as unknown as Json;
    store.markDirty();
  }
}
