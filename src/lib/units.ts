/**
 * Durations, sizes and percentages: from what a person types to numbers and back to what a person reads.
 * The command language, the configuration and every table use these; machine formats never do.
 */

const DURATION_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const DURATION = /^(?:\d+(?:\.\d+)?(?:ms|s|m|h|d))+$/i;
const DURATION_PART = /(\d+(?:\.\d+)?)(ms|s|m|h|d)/gi;

/** Milliseconds of `300ms`, `5s`, `1.5m`, `2h`, `1d`, `1h30m`; null for anything else, a bare number included. */
export function parseDuration(text: string): number | null {
  if (!DURATION.test(text)) return null;
  let total = 0;
  for (const [, number, unit] of text.matchAll(DURATION_PART)) {
    total += Number(number) * (DURATION_MS[unit!.toLowerCase()] ?? Number.NaN);
  }
  return Number.isFinite(total) ? total : null;
}

const SIZE_BYTES: Readonly<Record<string, number>> = {
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  kib: 1024,
  mib: 1024 ** 2,
  gib: 1024 ** 3,
};

/** Bytes of `512b`, `10kb`, `10mb`, `1.5gb` (powers of 1000) or `8mib` (powers of 1024); null for anything else. */
export function parseSize(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)([kmg]i?b|b)$/i.exec(text);
  if (!match) return null;
  return Math.round(Number(match[1]) * (SIZE_BYTES[match[2]!.toLowerCase()] ?? Number.NaN));
}

/** The fraction of `7.5%` (0.075), from 0 to 1; null for anything else. */
export function parsePercent(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)%$/.exec(text);
  if (!match) return null;
  const fraction = Number(match[1]) / 100;
  return fraction <= 1 ? fraction : null;
}

/** `412 ms`, `2.9 s`, `4m 05s`, `3h 12m`, `2d 4h`; never two units that contradict each other by rounding. */
export function formatDuration(ms: number): string {
  if (!Number.isFinite(ms)) return '–';
  if (ms < 0) return `-${formatDuration(-ms)}`;
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m ${String(seconds % 60).padStart(2, '0')}s`;
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1440) return `${Math.floor(minutes / 60)}h ${minutes % 60}m`;
  const hours = Math.round(ms / 3_600_000);
  return `${Math.floor(hours / 24)}d ${hours % 24}h`;
}

/** A duration as it can be typed back: the largest unit that divides it, `8s`, `1500ms`, `2h`; `0s` for zero. */
export function exactDuration(ms: number): string {
  for (const unit of ['d', 'h', 'm', 's'] as const) {
    const size = DURATION_MS[unit]!;
    if (ms >= size && ms % size === 0) return `${ms / size}${unit}`;
  }
  return ms === 0 ? '0s' : `${ms}ms`;
}

/** `18,204`; fractions are rounded away. */
export function formatCount(count: number): string {
  if (!Number.isFinite(count)) return '–';
  return String(Math.round(count)).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** `412 B`, `1.2 kB`, `3.4 MB`, `12 GB` (powers of 1000). */
export function formatBytes(bytes: number): string {
  if (!Number.isFinite(bytes)) return '–';
  if (bytes < 1000) return `${Math.round(bytes)} B`;
  let value = bytes / 1000;
  let unit = 'kB';
  for (const next of ['MB', 'GB', 'TB']) {
    if (value < 999.5) break;
    value /= 1000;
    unit = next;
  }
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)} ${unit}`;
}

/** A fraction as `6.6 %`. */
export function formatPercent(fraction: number): string {
  if (!Number.isFinite(fraction)) return '–';
  const percent = fraction * 100;
  return `${Number.isInteger(Number(percent.toFixed(1))) ? percent.toFixed(0) : percent.toFixed(1)} %`;
}
