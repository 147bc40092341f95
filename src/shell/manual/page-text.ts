/** A page of the manual as lines of text in the looks of a theme. */
import type { Segment } from '../paint/brush.ts';
import type { Theme } from '../paint/style.ts';
import { plainText, type TextLine, type TextLines } from '../text/lines.ts';
import { widthOf } from '../text/rows.ts';
import type { Entry } from './entry.ts';

const INDENT = '  ';
/** A longer name of a pair pushes what it means to the right. */
const LONGEST_NAME = 34;

export class PageText implements TextLines {
  readonly first = 0;
  readonly #entries: readonly Entry[];
  readonly #theme: Theme;
  readonly #names: number;
  readonly #made = new Map<number, TextLine>();

  constructor(entries: readonly Entry[], theme: Theme) {
    this.#entries = entries;
    this.#theme = theme;
    const widths = entries.map((entry) => (entry.kind === 'pair' ? entry.left.length : 0));
    this.#names = Math.min(LONGEST_NAME, Math.max(0, ...widths));
  }

  get end(): number {
    return this.#entries.length;
  }

  line(number: number): TextLine {
    const known = this.#made.get(number);
    if (known) return known;
    const segments = this.#segments(this.#entries[number]);
    const hang = segments.length > 1 ? widthOf(segments.slice(0, -1)) : INDENT.length;
    const line: TextLine = { segments, hang, folded: 'always', above: null };
    this.#made.set(number, line);
    return line;
  }

  text(number: number): string {
    return plainText(this.line(number).segments);
  }

  #segments(entry: Entry | undefined): Segment[] {
    const { text, strong, key, accent } = this.#theme;
    switch (entry?.kind) {
      case 'head':
        return [[entry.text, accent]];
      case 'text':
        return [[INDENT + entry.text, text]];
      case 'code':
        return [[INDENT + entry.text, strong]];
      case 'line':
        return [
          [`${INDENT}❯ `, accent],
          [entry.text, strong],
        ];
      case 'pair':
        return [
          [`${INDENT}${entry.left.padEnd(this.#names)}  `, entry.types === undefined ? strong : key],
          [entry.right, text],
        ];
      default:
        return [];
    }
  }
}
