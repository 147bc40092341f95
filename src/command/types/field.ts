/** The name of a field of the rows that come through the pipe; the checker knows the names and completes them. */
import { badValue } from './bad-value.ts';
import type { ArgType } from '../types.ts';

export const field: ArgType<string> = {
  name: 'field',
  syntax: 'fields',
  parse(text) {
    if (!/^[\p{L}_][\p{L}\p{N}_.-]*$/u.test(text)) throw badValue(text, 'a field', 'score, latency, country');
    return text;
  },
};
