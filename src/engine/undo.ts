/**
 * What the last commands took away or changed, and how to take that back: a bounded stack in memory. Filled by the acts
 * of src/engine/act.ts, emptied by `undo`; it ends with the process.
 */
import type { Clock } from '../core/clock.ts';
import { fail, toRefbotError } from '../model/errors.ts';

/** Acts that can be undone at most. */
export const UNDO_KEPT = 20;
/** What they may hold together, 200,000 removed proxies; the newest is kept whatever it holds. */
const MOST_BYTES = 48e6;

/** An act as `undo --list` shows it. */
export interface UndoRow {
  /** `removed 12 proxies`. */
  readonly what: string;
  /** ISO 8601, when it was done. */
  readonly at: string;
}

export interface Undoable {
  /** In the past tense: `removed 12 proxies`. */
  readonly what: string;
  /** Bytes held to be able to undo it, roughly. */
  readonly bytes?: number;
  undo(): Promise<unknown>;
}

interface Entry extends UndoRow {
  readonly act: Undoable;
}

export class UndoStack {
  readonly #clock: Clock;
  #entries: Entry[] = [];
  /** Two that undo at once undo one after the other. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(act: Undoable): void {
    this.#push({ what: act.what, at: new Date(this.#clock.now()).toISOString(), act });
    let bytes = this.#entries.at(-1)!.act.bytes ?? 0;
    const tooOld = this.#entries.findLastIndex((entry, index) => {
      if (index === this.#entries.length - 1) return false;
      bytes += entry.act.bytes ?? 0;
      return bytes > MOST_BYTES;
    });
    this.#entries = this.#entries.slice(Math.max(tooOld + 1, this.#entries.length - UNDO_KEPT));
  }

  /** Newest first. */
  list(): UndoRow[] {
    return this.#entries.toReversed().map(({ what, at }) => ({ what, at }));
  }

  /** For when what the acts were about is gone: another state was restored. */
  clear(): void {
    this.#entries = [];
  }

  /** Takes the newest act back. @throws nothing-to-undo, and what taking it back throws */
  undo(): Promise<UndoRow> {
    const turn = this.#last.then(() => this.#undo());
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #undo(): Promise<UndoRow> {
    const entry = this.#entries.pop();
    if (!entry) {
      throw fail('nothing-to-undo', 'nothing was changed since the start that could be undone', {
        hint: 'removals, bans, tags, sources and configuration can be; what a command of its own did cannot',
      });
    }
    try {
      await entry.act.undo();
    } catch (error) {
      // With a full disk it can be tried again; what is impossible for good must not block those before it.
      if (toRefbotError(error).kind.retry) this.#push(entry);
      throw error;
    }
    return { what: entry.what, at: entry.at };
  }

  #push(entry: Entry): void {
    this.#entries.push(entry);
  }
}
