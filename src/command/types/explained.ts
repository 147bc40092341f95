/** One of some words, each with what it means: offered with it, and refused with what is near. */
import { nearest } from '../../lib/suggest.ts';
import { badValue } from './bad-value.ts';
import type { ArgType } from '../types.ts';

/** @param name in the usage @param wanted with its article: `an editing operation` */
export function explained<const N extends string>(
  name: string,
  wanted: string,
  words: Readonly<Record<N, string>>,
): ArgType<N> {
  const known = Object.keys(words) as N[];
  return {
    name,
    parse(text) {
      if (Object.hasOwn(words, text)) return text as N;
      const near = nearest(text, known);
      throw badValue(text, wanted, near ?? known[0]!, near === null ? undefined : `did you mean ${near} ?`);
    },
    complete: (prefix) =>
      known.filter((word) => word.startsWith(prefix)).map((value) => ({ value, help: words[value] })),
  };
}
