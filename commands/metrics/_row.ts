/** What the commands about the history share: their flags, and a row of it as they print it. */
import type { ArgType } from '../../src/command/types.ts';
import { badValue } from '../../src/command/types/bad-value.ts';
import { duration } from '../../src/command/types/duration.ts';
import type { MetricsRow } from '../../src/engine/types.ts';

const MINUTE_MS = 60_000;
/** Rows that a stretch of time gives where nobody says how long one is: about as many as a screen has. */
const ROWS = 72;
/** Lengths of rows, in minutes. */
const LENGTHS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1_440, 2_880];

/** Whole minutes. */
export const minutes: ArgType<number> = {
  ...duration,
  parse(text) {
    const ms = duration.parse(text);
    if (ms < MINUTE_MS || ms % MINUTE_MS !== 0) throw badValue(text, 'a duration in whole minutes', '1m, 5m, 1h');
    return ms;
  },
};

/** The length of a row in minutes where nobody says it. */
export function lengthFor(sinceMs: number): number {
  return LENGTHS.find((length) => sinceMs / MINUTE_MS / length <= ROWS) ?? LENGTHS.at(-1)!;
}

export const FIELDS = [
  ...(['at', 'seconds', 'total', 'working', 'answered', 'failed', 'new'] as const),
  ...(['checks', 'passed', 'passRate', 'checksPerSecond', 'p50LatencyMs', 'p95LatencyMs'] as const),
  ...(['http', 'https', 'socks4', 'socks5', 'fetched', 'fetchErrors', 'found', 'added'] as const),
] as const;

type Field = (typeof FIELDS)[number];

/** With what follows from the numbers; null where nothing was measured. */
export function shownRow(row: MetricsRow): Readonly<Record<Field, unknown>> {
  const { seconds, checks, passed, p50LatencyMs, p95LatencyMs } = row;
  const all: Readonly<Record<Field, unknown>> = {
    ...row,
    passRate: share(passed, checks),
    checksPerSecond: Math.round((checks / seconds) * 100) / 100,
    p50LatencyMs: p50LatencyMs || null,
    p95LatencyMs: p95LatencyMs || null,
  };
  return Object.fromEntries(FIELDS.map((name) => [name, all[name]])) as Record<Field, unknown>;
}

export function share(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((part / whole) * 10_000) / 10_000;
}
