/** How far long work has come: what workers, scrapers and commands tell the screen. */

/** Progress of long work. `total` null = not known yet. */
export interface Progress {
  readonly done: number;
  readonly total: number | null;
  /** Per second over the last few seconds; null until measured. */
  readonly rate: number | null;
  readonly etaMs: number | null;
  /** A short state in words: `2 failing`, `judge own`. */
  readonly note?: string;
  /** How fast a check may go now, and why. */
  readonly pace?: string;
}
export type OnProgress = (progress: Progress) => void;
