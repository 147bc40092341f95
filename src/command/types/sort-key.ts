/** A field to sort by; a minus in front turns the order around. */
import { badValue } from './bad-value.ts';
import type { ArgType } from '../types.ts';

export interface SortKey {
  readonly field: string;
  readonly descending: boolean;
}

export const sortKey: ArgType<SortKey> = {
  name: '-field',
  syntax: 'fields',
  parse(text) {
    const match = /^([+-]?)([\p{L}_][\p{L}\p{N}_.-]*)$/u.exec(text);
    if (!match) throw badValue(text, 'a field to sort by', 'latency, -score (highest first)');
    return { field: match[2]!, descending: match[1] === '-' };
  },
  display: ({ field, descending }) => (descending ? `-${field}` : field),
};
