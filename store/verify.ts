/** Looks at a state file and its journals without opening the state: for `state verify`. Reads only, needs no lock. */
import { siblings } from '../src/core/paths.ts';
import type { JournalFile } from './journal-replay.ts';
import { isOpen, openSnapshot, type OpenSnapshot, type UnreadableSnapshot } from './reader.ts';

export interface FileReport {
  readonly file: string;
  /** `missing` is no problem: a state that was never saved, or saved once, has no such file. */
  readonly state: 'ok' | 'missing' | 'broken';
  /** Of a journal: images of proxies in it. */
  readonly proxies: number | null;
  readonly bytes: number | null;
  /** ISO 8601; null for a journal. */
  readonly savedAt: string | null;
  readonly problem: string | null;
}

export interface StateReport {
  readonly ok: boolean;
  readonly main: FileReport;
  /** The save before, which is used when the main file cannot be read. */
  readonly previous: FileReport;
  /** What was committed after one of them, oldest first. */
  readonly journals: readonly FileReport[];
}

/** Whoever holds the state may be in the middle of a commit or of removing a journal: what looks broken is looked at again. */
const LOOKS = 4;
const PAUSE_MS = 150;

/** Checks everything that is kept: JSON, version, schema, every row, the counts, and the checksum of every line. */
export async function verifyState(file: string): Promise<StateReport> {
  for (let look = 1; ; look++) {
    const report = await lookAt(file);
    if (look === LOOKS || report.journals.every(({ state }) => state === 'ok')) return report;
    await new Promise((resolve) => void setTimeout(resolve, PAUSE_MS));
  }
}

async function lookAt(file: string): Promise<StateReport> {
  const { previous, journal } = siblings(file);
  const main = await openSnapshot(file, journal, true);
  const before = await openSnapshot(previous, journal, true);
  // A journal after the main file is judged by it; those before are there for the previous one.
  const files = new Map<string, JournalFile>();
  const end = isOpen(main) ? (main.head.mark?.number ?? Infinity) : Infinity;
  for (const found of journalsOf(before)) if (found.number <= end) files.set(found.file, found);
  for (const found of journalsOf(main)) files.set(found.file, found);
  const report = {
    main: reportOf(file, main),
    previous: reportOf(previous, before),
    journals: [...files.values()].map(({ file, rows, bytes, problem }) => ({
      file,
      state: problem === null ? ('ok' as const) : ('broken' as const),
      proxies: rows,
      bytes,
      savedAt: null,
      problem,
    })),
  };
  const all: readonly FileReport[] = [report.main, report.previous, ...report.journals];
  return { ok: all.every(({ state }) => state !== 'broken'), ...report };
}

function journalsOf(found: OpenSnapshot | UnreadableSnapshot): readonly JournalFile[] {
  return isOpen(found) ? (found.head.replay?.files ?? []) : [];
}

function reportOf(file: string, found: OpenSnapshot | UnreadableSnapshot): FileReport {
  if (!isOpen(found)) {
    const missing = found.why === 'missing';
    return {
      file,
      state: missing ? 'missing' : 'broken',
      proxies: null,
      bytes: null,
      savedAt: null,
      problem: missing ? null : found.message,
    };
  }
  const { count, saidCount, bytes, savedAt, seal } = found.head;
  const wrongCount = saidCount !== null && saidCount !== count;
  const problem = wrongCount
    ? `it holds ${count} proxies and says ${saidCount}`
    : seal === 'differs'
      ? 'it is not byte by byte what RefBot wrote: it was edited, or damaged'
      : null;
  return { file, state: problem === null ? 'ok' : 'broken', proxies: count, bytes, savedAt, problem };
}
