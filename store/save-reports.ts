/**
 * One story of two savers: the engine is told of a failure once, and that all is well only when commits and snapshots both
 * are. Used by the open store.
 */
import type { RefbotError } from '../src/model/errors.ts';
import type { StoreOptions } from './store-contract.ts';

export class SaveReports {
  readonly #options: Pick<StoreOptions, 'onSaved' | 'onFailed'>;
  /** The parts that could not be written the last time. */
  readonly #failed = { commit: false, snapshot: false };
  #told: RefbotError | null = null;

  constructor(options: Pick<StoreOptions, 'onSaved' | 'onFailed'>) {
    this.#options = options;
  }

  part(part: 'commit' | 'snapshot'): Pick<StoreOptions, 'onSaved' | 'onFailed'> {
    return {
      onSaved: (facts) => {
        this.#failed[part] = false;
        if (!this.#failed.commit && !this.#failed.snapshot) this.#options.onSaved(facts);
      },
      onFailed: (error, retryMs) => {
        this.#failed[part] = true;
        // A commit that waited for a snapshot fails with it; that is told once.
        if (error !== this.#told) this.#options.onFailed(error, retryMs);
        this.#told = error;
      },
    };
  }
}
