/** Whatever is given, as it is: rows and lists from variables, text from words. The type of a parameter that has none. */
import type { ArgType } from '../types.ts';

export const anyValue: ArgType<unknown> = {
  name: 'value',
  parse: (text) => text,
  from: (value) => value,
  asGiven: true,
};
