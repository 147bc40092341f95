/** What commands printed as lines of text: words are folded, a table is cut where there is less room than it was made for. */
import type { OutputLines } from '../run/output-buffer.ts';
import { plainText, type TextLine, type TextLines } from './lines.ts';
import { widthOf } from './rows.ts';

export class OutputText implements TextLines {
  readonly #lines: OutputLines;

  constructor(lines: OutputLines) {
    this.#lines = lines;
  }

  get first(): number {
    return this.#lines.first;
  }
  get end(): number {
    return this.#lines.end;
  }
  get revision(): number {
    return this.#lines.revision;
  }

  line(number: number): TextLine {
    const { segments, formattedFor } = this.#lines.line(number);
    // What no room would hold is folded as words are.
    const isTable = formattedFor > 0 && widthOf(segments) <= formattedFor;
    return { segments, hang: 0, folded: isTable ? 'wanted' : 'always', above: null };
  }

  text(number: number): string {
    return plainText(this.#lines.line(number).segments);
  }
}
