/**
 * What commands printed: the last lines of it in a ring, each a list of coloured segments. The shell's Io writes here,
 * the output panel reads the lines it shows.
 */
import type { Segment } from '../paint/brush.ts';
import { parseSgr } from '../paint/sgr.ts';
import type { Roles, Theme } from '../paint/style.ts';

const MAX_LINES = 10_000;
/** Longer lines are cut: no panel can show them, and a copy of a megabyte is work. */
const MAX_LINE_LENGTH = 4096;

export interface OutputLine {
  readonly segments: readonly Segment[];
  /** Cells that data was formatted for: where there is less it is cut. 0 = words for a person, which are folded. */
  readonly formattedFor: number;
}

/** Lines by numbers that stay theirs, unless they are taken back. */
export interface OutputLines {
  readonly first: number;
  readonly end: number;
  /** Another number when lines say something else than before. */
  readonly revision: number;
  line(number: number): OutputLine;
}

/** Lines as they were at a moment. */
export interface HeldLines extends OutputLines {
  /** Nobody looks at them any more. */
  letGo(): void;
}

/** What one command line printed. */
export interface OutputResult {
  /** Number of the line that repeats the command. */
  readonly from: number;
  /** One more than the number of its last line. */
  readonly end: number;
  readonly title: readonly Segment[];
}

const NO_LINE: OutputLine = { segments: [], formattedFor: 0 };

/** What a line says in which role: what it looks like is the theme's affair, whenever it changes. */
export type Said = readonly [text: string, role: keyof Roles];

/** Colours are read when the line is looked at: of a long output most lines never are. */
class Line implements OutputLine {
  readonly formattedFor: number;
  readonly #theme: () => Theme;
  readonly #said: readonly Said[];
  #dressedFor: Theme | null = null;
  #segments: readonly Segment[] = [];

  constructor(theme: () => Theme, said: readonly Said[], formattedFor = 0) {
    this.#theme = theme;
    this.#said = said;
    this.formattedFor = formattedFor;
  }

  get segments(): readonly Segment[] {
    const theme = this.#theme();
    if (theme !== this.#dressedFor) {
      this.#dressedFor = theme;
      this.#segments = this.#said.flatMap(([text, role]) => parseSgr(text, theme[role]));
    }
    return this.#segments;
  }
}

export class OutputBuffer implements OutputLines {
  readonly #onChange: () => void;
  readonly #theme: () => Theme;
  #lines: OutputLine[] = [];
  /** Number of the first line that is still there; lines are numbered for good. */
  #first = 0;
  /** Told when everything is cleared, once. */
  readonly #holders = new Set<() => void>();
  #revision = 0;
  /** Where results begin, oldest first. */
  #results: { readonly from: number; readonly title: OutputLine }[] = [];
  /** Data without its line break yet. */
  #open = '';
  #openFor = 0;

  constructor(onChange: () => void, theme: () => Theme) {
    this.#onChange = onChange;
    this.#theme = theme;
  }

  /** Number of the oldest line that is kept. */
  get first(): number {
    return this.#first;
  }

  /** One more than the number of the newest line. */
  get end(): number {
    return this.#first + this.#lines.length + (this.#open === '' ? 0 : 1);
  }

  get revision(): number {
    return this.#revision;
  }

  line(number: number): OutputLine {
    const line = this.#lines[number - this.#first];
    if (line) return line;
    return number === this.end - 1 && this.#open !== '' ? this.#textLine(this.#open, 'text', this.#openFor) : NO_LINE;
  }

  /** The result that a line belongs to; null above the first. */
  resultAt(number: number): OutputResult | null {
    const index = this.#results.findLastIndex(({ from }) => from <= number);
    const result = this.#results[index];
    if (!result) return null;
    const end = this.#results[index + 1]?.from ?? this.end;
    return { from: result.from, end, title: result.title.segments };
  }

  /**
   * The lines that are there now; what comes later changes nothing in them.
   * @param onCleared called when the output is cleared before they are let go: whoever clears wants to see what comes
   */
  hold(onCleared: () => void): HeldLines {
    const { first, end, revision } = this;
    const lines = Array.from({ length: end - first }, (_, index) => this.line(first + index));
    // One function may hold twice.
    const holder = (): void => onCleared();
    this.#holders.add(holder);
    return {
      first,
      end,
      revision,
      line: (number) => lines[number - first] ?? NO_LINE,
      letGo: () => void this.#holders.delete(holder),
    };
  }

  /** The line that repeats a command: a result begins. */
  begin(title: readonly Said[]): void {
    this.closeLine();
    const line = new Line(this.#theme, title);
    this.#results.push({ from: this.end, title: line });
    this.#push(line);
    this.#onChange();
  }

  /** Data: lines are added as their line breaks arrive. @param columns what it was formatted for */
  write(text: string, columns: number): void {
    this.#openFor = columns;
    const lines = (this.#open + text).split(/\r?\n/);
    this.#open = (lines.pop() ?? '').slice(0, MAX_LINE_LENGTH);
    for (const line of lines) this.#push(this.#textLine(line, 'text', columns));
    this.#onChange();
  }

  /** Whole lines in one role; colours in the text win. */
  add(text: string, role: keyof Roles): void {
    this.closeLine();
    for (const line of text.split(/\r?\n/)) this.#push(this.#textLine(line, role, 0));
    this.#onChange();
  }

  addSaid(said: readonly Said[]): void {
    this.closeLine();
    this.#push(new Line(this.#theme, said));
    this.#onChange();
  }

  /** The lines from this one on are gone; what comes next gets their numbers. */
  takeBack(from: number): void {
    this.closeLine();
    this.#lines.length = Math.min(this.#lines.length, Math.max(0, from - this.#first));
    this.#results = this.#results.filter((result) => result.from < from);
    this.#revision += 1;
    this.#onChange();
  }

  /** Data that ended without a line break becomes a line. */
  closeLine(): void {
    if (this.#open === '') return;
    this.#push(this.#textLine(this.#open, 'text', this.#openFor));
    this.#open = '';
  }

  clear(): void {
    this.#first = this.end;
    this.#lines = [];
    this.#results = [];
    this.#open = '';
    const holders = [...this.#holders];
    this.#holders.clear();
    for (const tell of holders) tell();
    this.#onChange();
  }

  #textLine(text: string, role: keyof Roles, columns: number): Line {
    return new Line(this.#theme, [[text.slice(0, MAX_LINE_LENGTH), role]], columns);
  }

  #push(line: OutputLine): void {
    this.#lines.push(line);
    // Dropped in blocks, so that a long output does not shift the array for every line.
    if (this.#lines.length > MAX_LINES * 1.25) {
      const dropped = this.#lines.length - MAX_LINES;
      this.#lines = this.#lines.slice(dropped);
      this.#first += dropped;
      // Of the results whose beginning is gone, the last may still have lines.
      const kept = this.#results.findLastIndex(({ from }) => from <= this.#first);
      this.#results = this.#results.slice(Math.max(0, kept));
    }
  }
}
