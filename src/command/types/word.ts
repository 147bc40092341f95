/** One word without blanks or commas: a tag, a name. */
import { badValue } from './bad-value.ts';
import type { ArgType } from '../types.ts';

const WORD = /^[\p{L}\p{N}_][\p{L}\p{N}_.:/+@-]*$/u;

export const word: ArgType<string> = {
  name: 'word',
  parse(text) {
    if (!WORD.test(text) || text.length > 200)
      throw badValue(text, 'a word (letters, digits, . _ - : / + @)', 'fast, team-a');
    return text;
  },
};
