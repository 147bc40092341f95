/** The fields of a proxy's row, in the order machine formats print them: what `--where`, `sort` and `select` may name. */
import type { ProxyRow } from '../model/proxy.ts';

const FIELDS: Readonly<Record<keyof ProxyRow, true>> = {
  id: true,
  address: true,
  protocols: true,
  status: true,
  score: true,
  success: true,
  speed: true,
  reliability: true,
  latencyMs: true,
  anonymity: true,
  country: true,
  breaker: true,
  sources: true,
  tags: true,
  lastCheckedAt: true,
  failure: true,
  changed: true,
  banned: true,
  evicted: true,
  throughput: true,
  targets: true,
  listed: true,
};

export const PROXY_FIELDS: readonly string[] = Object.keys(FIELDS);
