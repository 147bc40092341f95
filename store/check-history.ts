/**
 * When the state and its backups were read to the last byte, and what was found: lines of JSON beside the state, the last
 * hundred. Written without the lock, by whoever looked; read by `state checks`.
 */
import { isCode, writeFileAtomic } from '../src/core/atomic-file.ts';
import { realFiles } from '../src/core/file-system.ts';
import { realName } from '../src/core/paths.ts';

export interface IntegrityCheck {
  /** ISO 8601. */
  readonly at: string;
  /** `state`, `backups`, or the name of one. */
  readonly what: string;
  readonly status: 'ok' | 'broken';
  /** How many were read. */
  readonly files: number;
  readonly bytes: number;
  readonly problems: readonly string[];
}

export const CHECKS_KEPT = 100;
/** The file is shortened when it is longer than this. */
const MOST_BYTES = 64 * 1024;

/** @throws the system's error, where nothing can be written beside the state */
export async function noteCheck(stateFile: string, check: IntegrityCheck, files = realFiles()): Promise<void> {
  const path = pathOf(stateFile);
  const file = await files.open(path, 'a', 0o600);
  try {
    // One write, at the end of the file: two who look at the same time do not mix their lines.
    await file.write(`${JSON.stringify(check)}\n`);
    if ((await file.stat()).size <= MOST_BYTES) return;
  } finally {
    await file.close();
  }
  const kept = (await listChecks(stateFile, files)).map((one) => `${JSON.stringify(one)}\n`);
  await writeFileAtomic(path, kept.join(''), { files });
}

/** Oldest first; lines that are none are left out. */
export async function listChecks(stateFile: string, files = realFiles()): Promise<IntegrityCheck[]> {
  let text: string;
  try {
    text = await files.readFile(pathOf(stateFile), 'utf8');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return [];
    throw error;
  }
  return text
    .split('\n')
    .flatMap((line) => {
      const check = checkIn(line);
      return check === null ? [] : [check];
    })
    .slice(-CHECKS_KEPT);
}

function pathOf(stateFile: string): string {
  return `${realName(stateFile)}.checks`;
}

function checkIn(line: string): IntegrityCheck | null {
  try {
    const check = JSON.parse(line) as Partial<IntegrityCheck>;
    const isOne = typeof check.at === 'string' && typeof check.what === 'string' && Array.isArray(check.problems);
    return isOne ? (check as IntegrityCheck) : null;
  } catch {
    return null;
  }
}
