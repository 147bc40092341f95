/**
 * The cursor of a table and the part of it that is on the screen. The cursor holds on to its row: when the order changes
 * it goes along, and as far as possible both stay where they are on the screen. Places only; knows no rows.
 */
import type { RowId } from './source.ts';

export class TableWindow {
  #ids: readonly RowId[] = [];
  #height = 1;
  #offset = 0;
  #place = 0;
  /** The row that the cursor holds on to; null until somebody uses the table. */
  #held: RowId | null = null;

  get offset(): number {
    return this.#offset;
  }
  /** Place of the cursor in the order. */
  get place(): number {
    return this.#place;
  }
  get height(): number {
    return this.#height;
  }
  /** The row under the cursor; null in an empty table. */
  get focus(): RowId | null {
    return this.#ids[this.#place] ?? null;
  }
  /** True when somebody put the cursor where it is. */
  get isHeld(): boolean {
    return this.#held !== null;
  }
  get visible(): readonly RowId[] {
    return this.#ids.slice(this.#offset, this.#offset + this.#height);
  }

  /**
   * A new frame, maybe with another order. @param isUsed somebody has the keys here: from now on the cursor holds on to
   * its row and stays in sight. @param isLeft the row went elsewhere as if it were gone: the next one gets the cursor
   */
  fit(ids: readonly RowId[], height: number, isUsed: boolean, isLeft = false): void {
    const isReordered = ids !== this.#ids;
    this.#ids = ids;
    this.#height = Math.max(1, height);
    if (isReordered && this.#held !== null) {
      const place = ids.indexOf(this.#held);
      // A row that is gone leaves its place to the next one.
      if (place >= 0 && isLeft) {
        // From further up it came past the next one.
        if (place < this.#place) this.#place += 1;
      } else if (place >= 0) {
        if (isUsed && this.#offset > 0) this.#offset += place - this.#place;
        this.#place = place;
      }
    }
    this.#clamp();
    if (isLeft && isReordered) this.#held = this.focus;
    if (!isUsed) return;
    this.#reach();
    this.#held = this.focus;
  }

  /** Rows down, up when negative, or to the ends. */
  move(by: number): void {
    this.put(this.#place + by);
  }

  put(place: number): void {
    this.#place = Math.max(0, Math.min(place, this.#ids.length - 1));
    this.#held = this.focus;
    this.#reach();
  }

  /** Moves what is seen; the cursor comes along when it would be left behind. */
  scroll(by: number): void {
    this.#offset += by;
    this.#clamp();
    this.#place = Math.max(this.#offset, Math.min(this.#place, this.#offset + this.#height - 1));
    this.#clamp();
    this.#held = this.focus;
  }

  /** To the beginning of what is another list now. */
  reset(): void {
    this.#offset = 0;
    this.#place = 0;
    this.#held = null;
  }

  #clamp(): void {
    this.#offset = Math.max(0, Math.min(this.#offset, this.#ids.length - this.#height));
    this.#place = Math.max(0, Math.min(this.#place, this.#ids.length - 1));
  }

  #reach(): void {
    if (this.#place < this.#offset) this.#offset = this.#place;
    if (this.#place >= this.#offset + this.#height) this.#offset = this.#place - this.#height + 1;
  }
}
