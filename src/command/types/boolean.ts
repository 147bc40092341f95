/** Yes or no, in the words people use for it. */
import { badValue } from './bad-value.ts';
import type { ArgType } from '../types.ts';

const WORDS: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  on: true,
  1: true,
  false: false,
  no: false,
  off: false,
  0: false,
};

export const boolean: ArgType<boolean> = {
  name: 'on|off',
  parse(text) {
    const word = text.toLowerCase();
    if (!Object.hasOwn(WORDS, word)) throw badValue(text, 'yes or no', 'on, off');
    return WORDS[word]!;
  },
  complete: (prefix) => ['on', 'off'].filter((value) => value.startsWith(prefix)).map((value) => ({ value })),
  display: (value) => (value ? 'on' : 'off'),
};
