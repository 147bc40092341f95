/**
 * The history on disk: one line of text for each command, line breaks escaped, secrets masked, readable by its owner
 * only. Lines are appended as they are run, so that a crash loses nothing; a file that is gone is started anew.
 */
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { maskSecrets } from '../../lib/safe-text.ts';
import { isKept, MAX_HISTORY, remember } from './history.ts';

export class HistoryFile {
  readonly #file: string;
  #lines: string[] = [];

  /** Reads what is there; a file that cannot be read is an empty history. */
  constructor(file: string) {
    this.#file = file;
    try {
      const stored = readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map(decode);
      for (const line of stored.slice(-MAX_HISTORY)) this.#lines.push(line);
      this.#lines = [...new Set(this.#lines.toReversed())].toReversed();
      // Rewritten when it has grown to twice of what is kept; appending goes on from there.
      if (stored.length > 2 * MAX_HISTORY)
        writeFileSync(file, this.#lines.map((line) => `${encode(line)}\n`).join(''), { mode: 0o600 });
    } catch {
      this.#lines = [];
    }
  }

  get lines(): readonly string[] {
    return this.#lines;
  }

  /** @returns what went wrong with the file, null when nothing did; the line is in the history all the same */
  add(line: string): string | null {
    if (!isKept(line)) return null;
    const masked = maskSecrets(line);
    const repeated = this.#lines.at(-1) === masked;
    this.#lines = remember(this.#lines, masked);
    if (repeated) return null;
    try {
      mkdirSync(dirname(this.#file), { recursive: true, mode: 0o700 });
      appendFileSync(this.#file, `${encode(masked)}\n`, { mode: 0o600 });
      return null;
    } catch (error) {
      return `history is not saved: ${error instanceof Error ? error.message : String(error)}`;
    }
  }
}

function encode(line: string): string {
  return line.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}

function decode(stored: string): string {
  return stored.replace(/\\(.)/g, (_, char: string) => (char === 'n' ? '\n' : char));
}
