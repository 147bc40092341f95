/**
 * The pool as rows of a table. What the pool is asked for is a scan with a filter that looks at each proxy through the
 * pool's own cursor and lets one through when it is time for a pause: so no row is made that is not on the screen.
 */
import type { ProxyRow } from '../../model/proxy.ts';
import type { Facts } from '../feed/facts.ts';
import type { RowQuery } from '../../engine/types.ts';
import type { TableSource } from './source.ts';

/** @param queryOf which proxies are meant, by the filter that the person typed */
export function proxySource(queryOf: (filter: string) => RowQuery): TableSource<ProxyRow> {
  return {
    idOf: (row) => row.id,
    revision: ({ facts }) => facts && revisionOf(facts),
    scan: ({ view }, filter, visit) => {
      const { where, ...query } = queryOf(filter);
      return view!.rows({ ...query, where: where ? (row) => where(row) && visit(row) : visit });
    },
    preview: ({ view }, limit) => view!.rank(limit, queryOf('')),
    get: ({ view }, id) => {
      try {
        return view!.row(Number(id));
      } catch {
        return null;
      }
    },
  };
}

/** While checks run every snapshot is another; else only its figures can be. */
function revisionOf(facts: Facts): unknown {
  const { stats, status } = facts;
  if (status.checksPerSecond > 0 || stats.testing > 0) return facts;
  const { total, working, answered, failed, banned, avgScore, avgLatencyMs } = stats;
  return [total, working, answered, failed, banned, avgScore, avgLatencyMs].join(' ');
}
