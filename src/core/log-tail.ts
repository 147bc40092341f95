/** Reads the newest lines of a log file back, so that `log` in a new process shows what went before. Called by the log alone. */
import { open } from 'node:fs/promises';
import { safeText } from '../lib/safe-text.ts';
import type { LogEntry } from '../model/events.ts';

const TAIL_BYTES = 128 * 1024;
/** pino's numbers. */
const LEVELS = new Map<unknown, LogEntry['level']>([
  [20, 'debug'],
  [30, 'info'],
  [40, 'warn'],
  [50, 'error'],
]);

/** Entries of the last 128 KiB, oldest first; none where there is no file. Lines that are no entries are passed over. */
export async function readLogTail(path: string): Promise<LogEntry[]> {
  try {
    await using file = await open(path, 'r');
    const { size } = await file.stat();
    const from = Math.max(0, size - TAIL_BYTES);
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(size - from), position: from });
    const lines = buffer.toString('utf8', 0, bytesRead).split('\n');
    // The first line is a piece of one where the file is longer.
    return (from > 0 ? lines.slice(1) : lines).flatMap((line) => entryOf(line) ?? []);
  } catch {
    return [];
  }
}

function entryOf(line: string): LogEntry | null {
  if (line === '') return null;
  try {
    const { level, at, area, message } = JSON.parse(line) as Readonly<Record<string, unknown>>;
    const name = LEVELS.get(level);
    const time = typeof at === 'string' ? Date.parse(at) : Number.NaN;
    if (!name || Number.isNaN(time) || typeof area !== 'string' || typeof message !== 'string') return null;
    return { at: time, level: name, area: safeText(area, 100), message: safeText(message, 1000) };
  } catch {
    return null;
  }
}
