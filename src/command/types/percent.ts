/** A share: `7.5%`, or the fraction itself from 0 to 1, as a number from 0 to 1. */
import { formatPercent, parsePercent } from '../../lib/units.ts';
import { badValue } from './bad-value.ts';
import type { ArgType } from '../types.ts';

export const percent: ArgType<number> = {
  name: 'percent',
  parse(text) {
    const share = parsePercent(text) ?? (/^(?:0?\.\d+|0|1|1\.0+|0\.)$/.test(text) ? Number(text) : null);
    if (share === null) throw badValue(text, 'a percentage from 0% to 100%', '7.5%, 50%, 0.5');
    return share;
  },
  display: formatPercent,
};
