/**
 * One proxy, named by id or address; the value is what the engine's `view.resolve` takes. A row from a variable or a
 * loop names its proxy too.
 */
import { badValue } from './bad-value.ts';
import type { ArgType } from '../types.ts';

const ID = /^\d{1,15}$/;
const ADDRESS = /^(?:[^\s@]+@)?(?:\[[0-9a-f:.]+\]|[^\s:@,]+):\d{1,5}$/i;
const OFFERED = 50;

export const proxy: ArgType<string> = {
  name: 'proxy',
  parse(text) {
    if (ID.test(text) || ADDRESS.test(text)) return text;
    throw badValue(text, 'a proxy (its id or address)', '12, 192.0.2.7:3128, user@192.0.2.7:3128');
  },
  from(value) {
    if (typeof value !== 'object' || value === null || !('id' in value)) return undefined;
    return Number.isSafeInteger(value.id) ? String(value.id) : undefined;
  },
  complete(prefix, { engine }) {
    if (!engine) return [];
    const rows = engine.view.rank(OFFERED, { where: (row) => row.address.startsWith(prefix) });
    return rows.map((row) => ({ value: row.address, help: `${row.protocols.join(',')} ${row.status}` }));
  },
};
