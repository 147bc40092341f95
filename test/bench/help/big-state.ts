/** A state file of many proxies, as it is after a day. */
import { openStore } from '../../../store/store.ts';
import { systemClock } from '../../../src/core/clock.ts';
import { PROTOCOL_BIT } from '../../../src/model/proxy.ts';
import { bad, createWorld, good, report } from '../../help/pool-world.ts';

/** Most proxies dead, some working, some not checked yet. */
export async function makeState(file: string, proxies: number, port: number): Promise<void> {
  const { pool } = createWorld();
  const ipv4 = Uint32Array.from({ length: proxies }, (_, i) => 0x7f01_0000 + i);
  const ports = new Uint16Array(proxies).fill(port);
  const protocols = new Uint8Array(proxies).fill(PROTOCOL_BIT.http);
  await pool.admit({ count: proxies, ipv4, port: ports, protocols, odd: [] }, { source: 'bench' });
  const reports = [...pool.rows()].flatMap(({ id }) => {
    const at = Date.now() - id;
    if (id % 10 < 6) return [report(id, at, [bad('refused')])];
    return id % 10 < 9 ? [report(id, at, [good({ latencyMs: 20 + (id % 3_000) })], { country: 'DE' })] : [];
  });
  for (let i = 0; i < reports.length; i += 500) pool.apply(reports.slice(i, i + 500));
  const store = await openStore({
    file,
    rows: pool.images,
    clock: systemClock,
    intervalMs: 60_000,
    socket: null,
    onSaved: () => {},
    onFailed: (error) => {
      throw error;
    },
  });
  await store.save();
  await store.close();
}
