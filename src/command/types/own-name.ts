/** A name that a person gives to something of their own: letters, digits, `-` and `_`. */
import { badValue } from './bad-value.ts';
import type { ArgType } from '../types.ts';

export const ownName: ArgType<string> = {
  name: 'name',
  parse(text) {
    if (/^[A-Za-z][\w-]{0,39}$/.test(text)) return text;
    const glued = /^([A-Za-z][\w-]*)=/.exec(text)?.[1];
    if (glued !== undefined) throw badValue(text, 'a name', `${glued} = …`, 'blanks stand around the =');
    throw badValue(text, 'a name (a letter, then letters, digits, - and _)', 'de, my-best');
  },
};
