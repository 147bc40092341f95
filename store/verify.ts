/** Looks at a state file without opening the state: for `state verify`. Reads only, needs no lock. */
import { siblings } from '../src/core/paths.ts';
import { isOpen, openSnapshot } from './reader.ts';

export interface FileReport {
  readonly file: string;
  /** `missing` is no problem: a state that was never saved, or saved once, has no such file. */
  readonly state: 'ok' | 'missing' | 'broken';
  readonly proxies: number | null;
  readonly bytes: number | null;
  /** ISO 8601. */
  readonly savedAt: string | null;
  readonly problem: string | null;
}

export interface StateReport {
  readonly ok: boolean;
  readonly main: FileReport;
  /** The save before, which is used when the main file cannot be read. */
  readonly previous: FileReport;
}

/** Parses and checks the state file and the previous one: JSON, version, schema, every row, the count. */
export async function verifyState(file: string): Promise<StateReport> {
  const main = await report(file);
  const previous = await report(siblings(file).previous);
  return { ok: main.state !== 'broken' && previous.state !== 'broken', main, previous };
}

async function report(file: string): Promise<FileReport> {
  const found = await openSnapshot(file);
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
  await found.close();
  const { count, saidCount, bytes, savedAt } = found.head;
  const problem = saidCount !== null && saidCount !== count ? `it holds ${count} proxies and says ${saidCount}` : null;
  return { file, state: problem === null ? 'ok' : 'broken', proxies: count, bytes, savedAt, problem };
}
