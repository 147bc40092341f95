/** The one line that shows how far long work is: `▕███▌  ▏ 1,204/18,204  6.6 %  312/s  ETA 54s`. Pure; main and the shell print it. */
import { safeText } from './safe-text.ts';
import { formatCount, formatPercent } from './units.ts';

export interface ProgressFacts {
  readonly done: number;
  readonly total: number | null;
  readonly rate: number | null;
  readonly etaMs: number | null;
  readonly note?: string;
}

const CELLS = 6;
const MAX_NOTE = 200;
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'] as const;

/** What is not known is left out: no total, no bar, percentage or ETA. */
export function progressLine(progress: ProgressFacts, utf8: boolean): string {
  const { done, total, rate, etaMs, note } = progress;
  const parts: string[] = [];
  if (total === null) parts.push(formatCount(done));
  else {
    const fraction = total > 0 ? Math.min(1, Math.max(0, done / total)) : 1;
    parts.push(`${bar(fraction, utf8)} ${formatCount(done)}/${formatCount(total)}`, formatPercent(fraction));
  }
  if (rate !== null) parts.push(`${rate < 10 ? rate.toFixed(1) : formatCount(rate)}/s`);
  if (etaMs !== null) parts.push(`ETA ${eta(etaMs)}`);
  if (note !== undefined && note !== '') parts.push(safeText(note, MAX_NOTE));
  return parts.join('  ');
}

function bar(fraction: number, utf8: boolean): string {
  if (!utf8) return `[${'#'.repeat(Math.round(fraction * CELLS)).padEnd(CELLS, '-')}]`;
  const eighths = Math.round(fraction * CELLS * 8);
  return `▕${('█'.repeat(eighths >> 3) + EIGHTHS[eighths & 7]).padEnd(CELLS)}▏`;
}

/** `54s`, `3m 05s`, `2h 07m`: whole seconds, since it changes all the time. */
function eta(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  if (seconds < 60) return `${seconds}s`;
  const two = (value: number): string => String(value).padStart(2, '0');
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m ${two(seconds % 60)}s`;
  return `${Math.floor(seconds / 3600)}h ${two(Math.floor((seconds % 3600) / 60))}m`;
}
