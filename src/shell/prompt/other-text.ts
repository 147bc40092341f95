/** Another text that is edited in the prompt line for a while, such as a filter; the command line waits meanwhile. */
import type { Line } from '../edit/line.ts';

export class OtherText {
  /** Stands in front of the text. */
  readonly label: string;
  /** The command line that comes back afterwards. */
  readonly before: Line;
  /** Why the text was refused; null until it was, and when it is changed. */
  error: string | null = null;
  /** Takes the text, or says what is wrong with it. */
  readonly accept: (text: string) => string | null;
  /** Is told the text while it is typed, and null when it is given up. */
  readonly follow: (text: string | null) => void;

  constructor(
    label: string,
    before: Line,
    accept: (text: string) => string | null,
    follow: (text: string | null) => void = () => {},
  ) {
    this.label = label;
    this.before = before;
    this.accept = accept;
    this.follow = follow;
  }

  /** @returns false when it was refused */
  offer(text: string): boolean {
    this.error = this.accept(text);
    return this.error === null;
  }

  typed(text: string): void {
    this.error = null;
    this.follow(text);
  }

  /** @returns the line that comes back */
  giveUp(): Line {
    this.follow(null);
    return this.before;
  }
}
