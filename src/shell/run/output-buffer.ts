/**
 * What commands printed: the last lines of it in a ring, each a list of coloured segments. The shell's Io writes here,
 * the output panel reads the lines it shows.
 */
import type { Segment } from '../paint/brush.ts';
import { parseSgr } from '../paint/sgr.ts';

const MAX_LINES = 10_000;
/** Longer lines are cut: no panel can show them, and a copy of a megabyte is work. */
const MAX_LINE_LENGTH = 4096;

export interface OutputLine {
  readonly segments: readonly Segment[];
  /** Cells that data was formatted for: where there is less it is cut. 0 = words for a person, which are folded. */
  readonly formattedFor: number;
}

/** Lines by numbers that stay theirs. */
export interface OutputLines {
  readonly first: number;
  readonly end: number;
  line(number: number): OutputLine;
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

/** Colours are read when the line is looked at: of a long output most lines never are. */
class TextLine implements OutputLine {
  readonly formattedFor: number;
  readonly #text: string;
  readonly #look: number | undefined;
  #segments: readonly Segment[] | undefined;

  constructor(text: string, formattedFor: number, look?: number) {
    this.#text = text.slice(0, MAX_LINE_LENGTH);
    this.formattedFor = formattedFor;
    this.#look = look;
  }

  get segments(): readonly Segment[] {
    return (this.#segments ??= parseSgr(this.#text, this.#look));
  }
}

export class OutputBuffer implements OutputLines {
  readonly #onChange: () => void;
  #lines: OutputLine[] = [];
  /** Number of the first line that is still there; lines are numbered for good. */
  #first = 0;
  /** Where results begin, oldest first. */
  #results: { readonly from: number; readonly title: readonly Segment[] }[] = [];
  /** Data without its line break yet. */
  #open = '';
  #openFor = 0;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** Number of the oldest line that is kept. */
  get first(): number {
    return this.#first;
  }

  /** One more than the number of the newest line. */
  get end(): number {
    return this.#first + this.#lines.length + (this.#open === '' ? 0 : 1);
  }

  line(number: number): OutputLine {
    const line = this.#lines[number - this.#first];
    if (line) return line;
    return number === this.end - 1 && this.#open !== '' ? new TextLine(this.#open, this.#openFor) : NO_LINE;
  }

  /** The result that a line belongs to; null above the first. */
  resultAt(number: number): OutputResult | null {
    const index = this.#results.findLastIndex(({ from }) => from <= number);
    const result = this.#results[index];
    return result ? { ...result, end: this.#results[index + 1]?.from ?? this.end } : null;
  }

  /** The lines that are there now; what comes later changes nothing in them. */
  held(): OutputLines {
    const { first, end } = this;
    const lines = Array.from({ length: end - first }, (_, index) => this.line(first + index));
    return { first, end, line: (number) => lines[number - first] ?? NO_LINE };
  }

  /** The line that repeats a command: a result begins. */
  begin(title: readonly Segment[]): void {
    this.closeLine();
    this.#results.push({ from: this.end, title });
    this.addSegments(title);
  }

  /** Data: lines are added as their line breaks arrive. @param columns what it was formatted for */
  write(text: string, columns: number): void {
    this.#openFor = columns;
    const lines = (this.#open + text).split(/\r?\n/);
    this.#open = (lines.pop() ?? '').slice(0, MAX_LINE_LENGTH);
    for (const line of lines) this.#push(new TextLine(line, columns));
    this.#onChange();
  }

  /** Whole lines in one look; colours in the text win. */
  add(text: string, look: number): void {
    this.closeLine();
    for (const line of text.split(/\r?\n/)) this.#push(new TextLine(line, 0, look));
    this.#onChange();
  }

  addSegments(segments: readonly Segment[]): void {
    this.closeLine();
    this.#push({ segments, formattedFor: 0 });
    this.#onChange();
  }

  /** Data that ended without a line break becomes a line. */
  closeLine(): void {
    if (this.#open === '') return;
    this.#push(new TextLine(this.#open, this.#openFor));
    this.#open = '';
  }

  clear(): void {
    this.#first = this.end;
    this.#lines = [];
    this.#results = [];
    this.#open = '';
    this.#onChange();
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
