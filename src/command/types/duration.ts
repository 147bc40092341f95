/** A length of time with its unit, as milliseconds. */
import { exactDuration, parseDuration } from '../../lib/units.ts';
import { badValue } from './bad-value.ts';
import type { ArgType } from '../types.ts';

export const duration: ArgType<number> = {
  name: 'duration',
  parse(text) {
    const ms = parseDuration(text);
    if (ms === null) throw badValue(text, 'a duration', '300ms, 5s, 2h');
    return ms;
  },
  complete: (prefix) =>
    /^\d+$/.test(prefix)
      ? [
          { value: `${prefix}ms`, help: 'milliseconds' },
          { value: `${prefix}s`, help: 'seconds' },
          { value: `${prefix}m`, help: 'minutes' },
          { value: `${prefix}h`, help: 'hours' },
        ]
      : [],
  display: exactDuration,
};
