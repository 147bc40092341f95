/** What a person searches for: a text, whose capitals count only where there are some, or `/a regular expression/`. Pure. */
import { compilePattern } from '../../lib/pattern.ts';
import { fail } from '../../model/errors.ts';

/** Places in a text, from the first character to the one after the last; in order and apart. */
export type Place = readonly [from: number, to: number];

export class Pattern {
  /** As it was typed. */
  readonly source: string;
  readonly #expression: RegExp;

  /** @throws bad-value for a broken regular expression */
  constructor(source: string) {
    this.source = source;
    this.#expression = compile(source);
  }

  isIn(text: string): boolean {
    this.#expression.lastIndex = 0;
    return this.#expression.test(text);
  }

  placesIn(text: string): Place[] {
    const places: Place[] = [];
    this.#expression.lastIndex = 0;
    for (const { 0: found, index } of text.matchAll(this.#expression)) {
      // A place without width shows nothing.
      if (found !== '') places.push([index, index + found.length]);
    }
    return places;
  }
}

function compile(source: string): RegExp {
  const written = /^\/(.+?)\/(i?)$/su.exec(source);
  const expression = written?.[1] ?? source.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  const isLower = source === source.toLowerCase();
  try {
    return compilePattern(expression, { global: true, ignoreCase: written ? written[2] === 'i' : isLower });
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/^.*: /, '') : String(error);
    throw fail('bad-value', `${source} is no regular expression: ${why}`, { hint: 'without the / it is a plain text' });
  }
}
