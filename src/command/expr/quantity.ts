/**
 * A number that was written with a unit (`300ms`, `10mb`, `7.5%`): compares as the number, passes to a command as it was
 * written, so that `--timeout $limit` still knows its unit.
 */
import { parseDuration, parsePercent, parseSize } from '../../lib/units.ts';

export class Quantity {
  readonly text: string;
  /** Milliseconds, bytes, or the fraction from 0 to 1. */
  readonly value: number;

  constructor(text: string, value: number) {
    this.text = text;
    this.value = value;
  }

  /** Null when the text has no known unit. */
  static parse(text: string): Quantity | null {
    if (!/^\d/.test(text)) return null;
    const value = parseDuration(text) ?? parseSize(text) ?? parsePercent(text);
    return value === null ? null : new Quantity(text, value);
  }

  valueOf(): number {
    return this.value;
  }

  toString(): string {
    return this.text;
  }

  toJSON(): number {
    return this.value;
  }
}
