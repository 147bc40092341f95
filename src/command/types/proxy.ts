/**
 * One proxy, named by id or address; the value is what the engine's `view.resolve` takes. A row from a variable or a
 * loop names its proxy too.
 */
import { badValue } from './bad-value.ts';
import type { ProxyRow } from '../../model/proxy.ts';
import type { ArgType } from '../types.ts';

const ID = /^\d{1,15}$/;
const ADDRESS = /^(?:[^\s@]+@)?(?:\[[0-9a-f:.]+\]|[^\s:@,]+):\d{1,5}$/i;
const OFFERED = 50;
/** Addresses looked at for what is typed: a key must not wait for a hundred thousand of them. */
const LOOKED_AT = 4_000;

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
    let looked = 0;
    const where = (row: ProxyRow): boolean => looked++ < LOOKED_AT && row.address.startsWith(prefix);
    const rows = engine.view.rank(OFFERED, prefix === '' ? {} : { where });
    return rows.map((row) => ({ value: row.address, help: `${row.protocols.join(',')} ${row.status}` }));
  },
};
