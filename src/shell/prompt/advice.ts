/**
 * What the language says about the line while it is typed: colours, what is left to give, how an older line goes on.
 * Asked for at every frame, worked out once for each text.
 */
import type { Guide, Highlighted } from '../../command/interpreter.ts';
import type { Line } from '../edit/line.ts';
import type { PromptSources } from './sources.ts';

const NO_GUIDE: Guide = { usage: '', about: '', remaining: '' };
const NOTHING: Highlighted = { spans: [], problem: null };
/** Older lines that are held against the checker for one suggestion. */
const MOST_CHECKED = 20;

export class Advice {
  readonly #sources: PromptSources;
  /** Whether a line of the history is still without errors. */
  readonly #sound = new Map<string, boolean>();
  readonly #guide: Once<Guide>;
  readonly #highlighted: Once<Highlighted>;
  #ghost: { readonly text: string; readonly history: readonly string[]; readonly rest: string } | null = null;

  constructor(sources: PromptSources) {
    this.#sources = sources;
    this.#guide = new Once((text, cursor) => sources.guide?.(text, cursor) ?? null, NO_GUIDE);
    this.#highlighted = new Once((text, cursor) => sources.highlight?.(text, cursor) ?? null, NOTHING);
  }

  guide({ text, cursor }: Line): Guide {
    // An empty line has neither, and loads nothing.
    return text === '' ? NO_GUIDE : this.#guide.of(text, cursor);
  }

  highlighted({ text, cursor }: Line): Highlighted {
    return text === '' ? NOTHING : this.#highlighted.of(text, cursor);
  }

  /** What is left to give behind the end of a line of one row. */
  remaining(line: Line): string {
    const { text, cursor } = line;
    return cursor === text.length && !text.includes('\n') ? this.guide(line).remaining : '';
  }

  /** Behind the end of the line: how the newest sound line that begins with it goes on; empty when none does. */
  ghost({ text, cursor }: Line): string {
    const history = this.#sources.history();
    if (text.trim() === '' || cursor !== text.length) return '';
    if (this.#ghost?.text !== text || this.#ghost.history !== history)
      this.#ghost = { text, history, rest: this.#suggest(history, text) };
    return this.#ghost.rest;
  }

  /** A line was run: commands, variables and rows may be others now. */
  forget(): void {
    this.#sound.clear();
    this.#ghost = null;
    this.#guide.forget();
    this.#highlighted.forget();
  }

  #suggest(history: readonly string[], text: string): string {
    let checked = 0;
    for (let at = history.length - 1; at >= 0 && checked < MOST_CHECKED; at--) {
      const line = history[at]!;
      if (line.length <= text.length || !line.startsWith(text) || line.includes('\n')) continue;
      checked++;
      if (this.#isSound(line)) return line.slice(text.length);
    }
    return '';
  }

  #isSound(line: string): boolean {
    const known = this.#sound.get(line);
    if (known !== undefined) return known;
    const sound = this.#sources.isSound?.(line) ?? true;
    this.#sound.set(line, sound);
    return sound;
  }
}

/** The answer for the last text asked about. What is not known yet is asked for again. */
class Once<T> {
  readonly #ask: (text: string, cursor: number) => T | null;
  readonly #otherwise: T;
  #last: { readonly text: string; readonly cursor: number; readonly answer: T } | null = null;

  constructor(ask: (text: string, cursor: number) => T | null, otherwise: T) {
    this.#ask = ask;
    this.#otherwise = otherwise;
  }

  of(text: string, cursor: number): T {
    if (this.#last?.text === text && this.#last.cursor === cursor) return this.#last.answer;
    const answer = this.#ask(text, cursor);
    if (answer === null) return this.#otherwise;
    this.#last = { text, cursor, answer };
    return answer;
  }

  forget(): void {
    this.#last = null;
  }
}
