/** What a click at a cell means besides the panel there: a tab, a key of the lowest line, a place in an overlay. Kept by the stage from frame to frame. */
import type { MouseEvent } from '../input/events.ts';
import type { Rect } from '../paint/brush.ts';

/** A part of one row, counted from the left of the rectangle it was painted into. */
interface Part {
  readonly x: number;
  readonly width: number;
}

interface Spot<T> {
  readonly rect: Rect;
  readonly meaning: T;
}

export class Hits {
  #tabs: readonly Spot<string>[] = [];
  #keys: readonly Spot<string>[] = [];
  /** Of the overlay with its frame. */
  overlay: Rect = { x: 0, y: 0, width: 0, height: 0 };

  clear(): void {
    this.#tabs = [];
    this.#keys = [];
  }

  setTabs(row: Rect, tabs: readonly (Part & { readonly line: string })[]): void {
    this.#tabs = tabs.map((tab) => ({ rect: partOf(row, tab), meaning: tab.line }));
  }

  setKeys(row: Rect, keys: readonly (Part & { readonly chord: string })[]): void {
    this.#keys = keys.map((key) => ({ rect: partOf(row, key), meaning: key.chord }));
  }

  /** The command line that a click at this cell stands for. */
  lineAt(x: number, y: number): string | null {
    return this.#tabs.find(({ rect }) => contains(rect, x, y))?.meaning ?? null;
  }

  /** The key that a click at this cell stands for: those of the lowest line. */
  chordAt(x: number, y: number): string | null {
    return this.#keys.find(({ rect }) => contains(rect, x, y))?.meaning ?? null;
  }

  /** The same event with the cells of the overlay's inside; null outside of it. */
  inOverlay(event: MouseEvent): MouseEvent | null {
    const { x, y } = this.overlay;
    return contains(this.overlay, event.x, event.y) ? { ...event, x: event.x - x - 2, y: event.y - y - 1 } : null;
  }
}

export function contains(rect: Rect, x: number, y: number): boolean {
  return x >= rect.x && x < rect.x + rect.width && y >= rect.y && y < rect.y + rect.height;
}

function partOf(row: Rect, { x, width }: Part): Rect {
  return { x: row.x + x, y: row.y, width, height: 1 };
}
