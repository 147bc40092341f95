/**
 * How often a person has done what the hints tell of, kept in a small file of their own beside the history. A file that
 * cannot be read or written costs nothing but a hint that is shown again.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { KNOWN, type Lesson, LESSONS, type Practised } from './lessons.ts';

export class Practice {
  readonly #file: string;
  #practised: Practised;

  constructor(file: string) {
    this.#file = file;
    this.#practised = read(file);
  }

  get practised(): Practised {
    return this.#practised;
  }

  /** Once a thing is known it is not counted any more. */
  did(lesson: Lesson): void {
    const times = this.#practised[lesson] ?? 0;
    if (times >= KNOWN) return;
    this.#practised = { ...this.#practised, [lesson]: times + 1 };
    try {
      mkdirSync(dirname(this.#file), { recursive: true, mode: 0o700 });
      writeFileSync(this.#file, `${JSON.stringify(this.#practised)}\n`, { mode: 0o600 });
    } catch {
      // Then the hint comes back with the next start.
    }
  }
}

function read(file: string): Practised {
  try {
    const stored: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof stored !== 'object' || stored === null) return {};
    return Object.fromEntries(
      LESSONS.flatMap((lesson) => {
        const times: unknown = (stored as Readonly<Record<string, unknown>>)[lesson];
        return typeof times === 'number' && times > 0 ? [[lesson, times] as const] : [];
      }),
    );
  } catch {
    return {};
  }
}
