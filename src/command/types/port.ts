/** A TCP port; 0 where any free one will do. */
import { badValue } from './bad-value.ts';
import type { ArgType } from '../types.ts';

export const port: ArgType<number> = {
  name: 'port',
  parse(text) {
    const value = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
    if (!(value <= 65_535)) throw badValue(text, 'a port from 0 to 65535', '8899, 0 (any free one)');
    return value;
  },
};
