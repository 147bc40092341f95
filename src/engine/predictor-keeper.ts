/**
 * Keeps what checks taught about survival in the state: a small document, written at the end of a check and now and then
 * while one runs. What a killed process had learned since is learned again; nothing else depends on it.
 */
import type { Store } from '../../store/store.ts';
import type { Clock } from '../core/clock.ts';
import type { Json } from '../model/state.ts';
import type { Pool } from '../pool/pool.ts';

export interface PredictorParts {
  readonly pool: Pool;
  readonly store: Store;
  readonly clock: Clock;
  readonly note: (message: string) => void;
}

/** The document has a kilobyte or two: often enough for a night's check, seldom enough for a journal. */
const KEEP_EVERY_MS = 60_000;

export class PredictorKeeper {
  readonly #parts: PredictorParts;
  #keptAt: number;
  #kept = 0;

  constructor(parts: PredictorParts) {
    this.#parts = parts;
    this.#keptAt = parts.clock.monotonic();
    this.reload();
  }

  /** Takes it from the state again: at the start, and after a restore. A document that is no good is set back, and said so. */
  reload(): void {
    const { pool, store, note } = this.#parts;
    const problem = pool.survival.restore(store.documents.predictor);
    this.#kept = pool.survival.learned;
    if (problem === null) return;
    note(`what was learned about who passes checks cannot be used (predictor: ${problem}); learning starts anew`);
    store.documents.predictor = null;
    store.markDirty();
  }

  /** Reports were applied. */
  checked(): void {
    if (this.#parts.clock.monotonic() - this.#keptAt >= KEEP_EVERY_MS) this.keep();
  }

  /** Puts it into the documents, where it is written with the next save. */
  keep(): void {
    const { pool, store, clock } = this.#parts;
    this.#keptAt = clock.monotonic();
    if (pool.survival.learned === this.#kept) return;
    this.#kept = pool.survival.learned;
    store.documents.predictor = pool.survival.image() as unknown as Json;
    store.markDirty();
  }
}
