/** One of a few words; upper and lower case are the same. */
import { nearest } from '../../lib/suggest.ts';
import { badValue } from './bad-value.ts';
import type { ArgType } from '../types.ts';

export function choice<const C extends string>(...choices: readonly C[]): ArgType<C> {
  const listed = choices.length > 1 ? `one of ${choices.join(', ')}` : `${choices[0]}`;
  return {
    name: choices.join('|'),
    parse(text) {
      const wanted = text.toLowerCase();
      const found = choices.find((candidate) => candidate.toLowerCase() === wanted);
      if (found !== undefined) return found;
      const near = choices.find((candidate) => wanted.startsWith(candidate.toLowerCase())) ?? nearest(text, choices);
      throw badValue(text, listed, near ?? choices[0]!, near === null ? undefined : `did you mean ${near} ?`);
    },
    complete: (prefix) =>
      choices
        .filter((candidate) => candidate.toLowerCase().startsWith(prefix.toLowerCase()))
        .map((value) => ({ value })),
  };
}
