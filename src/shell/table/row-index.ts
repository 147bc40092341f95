/**
 * Which rows a table has and in which order: worked out again when something else is wished for or the rows changed, in
 * slices between which keys and frames get their turn. Few rows are ready within the frame that asks for them; until
 * many are, the order of before stands.
 */
import { breathe } from '../../lib/slices.ts';
import { Budget } from './budget.ts';
import { IdSet } from './id-set.ts';
import type { Order } from './order-rows.ts';
import type { RowId } from './source.ts';

/** What a frame can spare, and what a task of its own may take. */
const FRAME_SLICE_MS = 1.5;
const SLICE_MS = 2.5;
/** About two thousand rows are always ready within the frame that asks for them. */
const LEAST_LOOKS = 64;
/** Unasked it works at most this part of the time. */
const LEAST_REST = 20;
/** A change that nobody told of is seen after so many times the work it costs, and not before these milliseconds. */
const LONGEST_REST = 100;
const LONGEST_REST_MS = 10_000;

export interface IndexWish {
  /** What is asked for; another text is another question. */
  readonly key: string;
  /** Another value when rows may have changed. */
  readonly revision: unknown;
  /** The answer to this very question stands, whatever changed and however old it is. */
  readonly isHeld: boolean;
  /** @param budget says when to yield */
  readonly build: (budget: Budget) => Generator<undefined, Order>;
  /** The first rows, quickly, while nothing at all is known yet. */
  readonly preview: () => readonly RowId[];
  /** A later answer is there. */
  readonly onReady: () => void;
}

interface Work {
  readonly key: string;
  readonly revision: unknown;
  readonly steps: Generator<undefined, Order>;
  readonly onReady: () => void;
  /** Milliseconds of work so far. */
  spentMs: number;
}

export class RowIndex {
  readonly #budget = new Budget();
  readonly #later: (work: () => void) => void;
  #order: Order = { ids: [], met: new IdSet() };
  #key: string | null = null;
  #revision: unknown;
  #work: Work | null = null;
  #version = 0;
  #restedAt = Number.NEGATIVE_INFINITY;
  #staleAt = Number.NEGATIVE_INFINITY;

  /** @param later runs work in a later turn of the event loop */
  constructor(later: (work: () => void) => void = inNextSlice) {
    this.#later = later;
  }

  get ids(): readonly RowId[] {
    return this.#order.ids;
  }
  /** Of the watched rows those that exist. */
  get met(): IdSet {
    return this.#order.met;
  }
  /** Another number for each new order. */
  get version(): number {
    return this.#version;
  }
  /** True while only the first rows are known. */
  get isPreview(): boolean {
    return this.#version === 0;
  }
  /** True while the order shown answers an earlier question. */
  get isSearching(): boolean {
    return this.#work !== null && this.#work.key !== this.#key;
  }

  /** Asks; what is ready at once is there when it returns. */
  ask({ key, revision, isHeld, build, preview, onReady }: IndexWish): void {
    const isNew = key !== this.#key;
    // Also work that began before it was held would bring another order.
    if (isHeld && !isNew) return void (this.#work = null);
    if (this.#work?.key === key) return;
    const now = performance.now();
    const isChanged = revision !== this.#revision ? now >= this.#restedAt : now >= this.#staleAt;
    if (!isNew && !isChanged && !this.#work) return;
    // The answer to a question that nobody asks any more is not waited for.
    if (!isNew && this.#work && !isChanged) return void (this.#work = null);
    const work: Work = { key, revision, steps: build(this.#budget), onReady, spentMs: 0 };
    this.#work = work;
    try {
      // While nothing at all is known this frame has the first rows to find as well.
      this.#turn(work, this.isPreview ? 0 : FRAME_SLICE_MS, LEAST_LOOKS);
    } catch (error) {
      this.#work = null;
      throw error;
    }
    if (this.#version === 0) this.#order = { ids: preview(), met: new IdSet() };
  }

  #turn(work: Work, sliceMs: number, least = 0): void {
    const startedAt = performance.now();
    this.#budget.start(sliceMs, least);
    const step = work.steps.next();
    const now = performance.now();
    work.spentMs += now - startedAt;
    if (step.done !== true) {
      this.#later(() => {
        if (this.#work !== work) return;
        try {
          this.#turn(work, SLICE_MS);
        } catch {
          // What was asked cannot be worked out any more: the engine is closed. The order of before stands.
          this.#work = null;
          return;
        }
        if (this.#work === null) work.onReady();
      });
      return;
    }
    this.#work = null;
    this.#order = step.value;
    this.#version += 1;
    this.#key = work.key;
    this.#revision = work.revision;
    this.#restedAt = now + LEAST_REST * work.spentMs;
    this.#staleAt = now + Math.max(LONGEST_REST_MS, LONGEST_REST * work.spentMs);
  }
}

function inNextSlice(work: () => void): void {
  void breathe().then(work);
}
