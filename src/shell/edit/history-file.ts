/**
 * The history on disk: one line of text for each command, line breaks escaped, secrets masked, readable by its owner
 * only. Lines are appended as they are run, so that a crash loses nothing; a file that is gone is started anew.
 */
import { appendFileSync, chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { maskSecrets } from '../../lib/safe-text.ts';
import { isKept, MAX_HISTORY, remember } from './history.ts';

const MODE = 0o600;

export class HistoryFile {
  readonly #file: string;
  #lines: string[] = [];

  /** Reads what is there; a file that cannot be read is an empty history. */
  constructor(file: string) {
    this.#file = file;
    try {
      const text = readFileSync(file, 'utf8');
      const stored = text
        .split('\n')
        .filter((line) => line !== '')
        .map(decode);
      this.#lines = [...new Set(stored.slice(-MAX_HISTORY).toReversed())].toReversed();
      chmodSync(file, MODE);
      // Rewritten when it has grown to twice of what is kept; appending goes on from there.
      if (stored.length > 2 * MAX_HISTORY) this.#shorten(text);
      // The last line broke off when the machine went down: what is appended must not continue it.
      else if (text !== '' && !text.endsWith('\n')) appendFileSync(file, '\n');
    } catch {
      // What was read is known all the same.
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
      appendFileSync(this.#file, `${encode(masked)}\n`, { mode: MODE });
      return null;
    } catch (error) {
      return `history is not saved: ${error instanceof Error ? error.message : String(error)}`;
    }
  }

  /** Two shells may append at once; each line of the other one stays. @param text what this shell has read */
  #shorten(text: string): void {
    const fresh = `${this.#file}.${process.pid}`;
    writeFileSync(fresh, this.#lines.map((line) => `${encode(line)}\n`).join(''), { mode: MODE });
    // What another shell has added since then.
    appendFileSync(fresh, readFileSync(this.#file, 'utf8').slice(text.length));
    renameSync(fresh, this.#file);
  }
}

function encode(line: string): string {
  return line.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}

function decode(stored: string): string {
  return stored.replace(/\\(.)/g, (_, char: string) => (char === 'n' ? '\n' : char));
}
