/** An amount of data with its unit, as bytes. */
import { formatBytes, parseSize } from '../../lib/units.ts';
import { badValue } from './bad-value.ts';
import type { ArgType } from '../types.ts';

export const size: ArgType<number> = {
  name: 'size',
  parse(text) {
    const bytes = parseSize(text);
    if (bytes === null) throw badValue(text, 'a size', '512kb, 10mb, 8mib');
    return bytes;
  },
  complete: (prefix) =>
    /^\d+$/.test(prefix)
      ? [
          { value: `${prefix}kb`, help: 'thousand bytes' },
          { value: `${prefix}mb`, help: 'million bytes' },
        ]
      : [],
  display: formatBytes,
};
