/** Finds the proxy a person names: by id (`17`, `#17`) or by address (`1.2.3.4:8080`, `user@host:port`, with or without a scheme). */
import { canonicalIp } from '../lib/address.ts';
import { maskSecrets, safeText } from '../lib/safe-text.ts';
import { fail } from '../model/errors.ts';
import { formatAddress } from '../model/proxy.ts';
import { FLAG } from './columns.ts';
import type { Records } from './records.ts';

const SHAPE =
  /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:(?<user>[^@]*)@)?(?:\[(?<v6>[^\]]+)\]|(?<host>[^:@/[\]]+)):(?<port>\d{1,5})\/?$/i;
const IDS_NAMED = 10;

/** @returns the slot @throws unknown-proxy, ambiguous-proxy */
export function resolveReference(records: Records, reference: string): number {
  const text = reference.trim();
  const id = /^#?(\d+)$/.exec(text)?.[1];
  if (id !== undefined) return slotOf(records, Number(id));
  const parts = SHAPE.exec(text)?.groups;
  if (parts === undefined) {
    throw fail('unknown-proxy', `${maskSecrets(safeText(text, 80))} is neither an id nor an address`, {
      hint: 'an id like 17 or an address like 1.2.3.4:8080',
    });
  }
  const named = (parts['v6'] ?? parts['host'])!.toLowerCase();
  const host = canonicalIp(named) ?? named;
  const port = Number(parts['port']);
  // A password may have been pasted along: it is no part of the key and must not come back in a message.
  const user = parts['user']?.split(':')[0] || undefined;
  const found =
    user === undefined ? slotsAt(records, host, port) : [records.find(host, port, user)].filter((slot) => slot >= 0);
  const address = formatAddress(user === undefined ? { host, port } : { host, port, user });
  if (found.length === 0)
    throw fail('unknown-proxy', `no proxy ${address}`, { hint: 'proxies list shows what is there' });
  if (found.length > 1) {
    const ids = found.map((slot) => records.columns.id[slot]!).sort((a, b) => a - b);
    const more = ids.length > IDS_NAMED ? `, … (${ids.length} in all)` : '';
    throw fail(
      'ambiguous-proxy',
      `${address} names ${ids.length} proxies: ids ${ids.slice(0, IDS_NAMED).join(', ')}${more}`,
      {
        hint: 'name one by its id or as user@host:port',
        data: { ids: ids.slice(0, 100) },
      },
    );
  }
  return found[0]!;
}

/** @throws unknown-proxy */
export function slotOf(records: Records, id: number): number {
  const slot = records.ids.slot(id);
  if (slot < 0) throw fail('unknown-proxy', `no proxy has the id ${id}`, { hint: 'proxies list shows the ids' });
  return slot;
}

/** All proxies at an address, whatever their user name. Only where user names exist does this scan a column (1 ms a million). */
function slotsAt(records: Records, host: string, port: number): number[] {
  const plain = records.find(host, port, undefined);
  if (records.users.size === 0) return plain < 0 ? [] : [plain];
  const { host: hosts, port: ports, flags, id, top } = records.columns;
  const key = records.lookupHost(host);
  if (key === null) return [];
  const found: number[] = [];
  for (let slot = 0; slot < top; slot += 1) {
    if (hosts[slot] !== key.host || ports[slot] !== port || id[slot] === 0) continue;
    if (((flags[slot]! & FLAG.oddHost) !== 0) === key.odd) found.push(slot);
  }
  return found;
}
