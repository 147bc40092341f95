/**
 * Cuts long work on the main thread into tasks of a few milliseconds, so that keys, sockets and paints get their turn.
 * Used by everything that walks the whole pool; never a substitute for a worker where the work is heavy all the time.
 */
import { nowMs } from './now-ms.ts';

/** The budget of one task: well below the 5 ms that a task of the main thread may take, since the last step may overrun it. */
export const SLICE_MS = 3;

const waiting: (() => void)[] = [];

/**
 * Resolves in a later turn of the event loop, after pending input and output were served. One who waits is let go on in
 * each turn: of several that work in slices, no two take theirs between the same two keys.
 */
export function breathe(): Promise<void> {
  return new Promise((resolve) => {
    if (waiting.push(resolve) === 1) setImmediate(goOn);
  });
}

function goOn(): void {
  waiting.shift()!();
  if (waiting.length > 0) setImmediate(goOn);
}

/** Says when a loop has used up its time: `if (slicer.due()) await slicer.breathe();` */
export class Slicer {
  readonly #budgetMs: number;
  readonly #signal: AbortSignal | undefined;
  #until: number;

  /** @param signal when it fires, {@link breathe} rejects with its reason */
  constructor(budgetMs: number = SLICE_MS, signal?: AbortSignal) {
    this.#budgetMs = budgetMs;
    this.#signal = signal;
    this.#until = nowMs() + budgetMs;
  }

  /** Costs about 40 ns: loops whose steps are cheaper ask every few hundred steps. */
  due(): boolean {
    return nowMs() >= this.#until;
  }

  async breathe(): Promise<void> {
    this.#signal?.throwIfAborted();
    await breathe();
    this.#signal?.throwIfAborted();
    this.#until = nowMs() + this.#budgetMs;
  }
}

/** Runs sorted in one go: 512 compared by a slow function stay below a millisecond or two. */
const RUN = 512;

/**
 * A sorted copy, stable as Array.prototype.sort, made in slices; the input stays as it is.
 * The compare function must not change its mind while this waits.
 * @throws the signal's reason when it fires
 */
export async function sortSliced<T>(
  array: readonly T[],
  compare: (a: T, b: T) => number,
  signal?: AbortSignal,
): Promise<T[]> {
  const slicer = new Slicer(SLICE_MS, signal);
  let from: T[] = [];
  for (let start = 0; start < array.length; start += RUN) {
    for (const entry of array.slice(start, start + RUN).sort(compare)) from.push(entry);
    if (slicer.due()) await slicer.breathe();
  }
  for (let width = RUN; width < array.length; width *= 2) {
    const to: T[] = [];
    for (let start = 0; start < array.length; start += 2 * width) {
      const middle = Math.min(start + width, array.length);
      const end = Math.min(start + 2 * width, array.length);
      let left = start;
      let right = middle;
      while (left < middle || right < end) {
        const takeLeft = right >= end || (left < middle && compare(from[left] as T, from[right] as T) <= 0);
        to.push((takeLeft ? from[left++] : from[right++]) as T);
        if ((to.length & 63) === 0 && slicer.due()) await slicer.breathe();
      }
    }
    from = to;
  }
  return from;
}
