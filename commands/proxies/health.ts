/** `proxies health`: whether the pool is fit for use, measure by measure, and what to do where it is not. */
import { defineCommand } from '../../src/command/define.ts';
import type { PoolStats } from '../../src/engine/types.ts';
import { formatCount, formatDuration, formatPercent } from '../../src/lib/units.ts';
import { plain, prose } from '../_show.ts';

type Verdict = 'ok' | 'warn' | 'fail';

export default defineCommand({
  summary: 'Says whether the pool is fit for use and what to do where it is not',
  effect: 'read',
  output: 'rows',
  columns: [plain('measure'), plain('verdict'), plain('value'), prose('advice', 24)],
  examples: ['proxies health', 'proxies health | where verdict != ok'],
  run({ engine }) {
    const thresholds = {
      successRate: engine.config.get('analytics.thresholds.success_rate'),
      latencyMs: engine.config.get('analytics.thresholds.response_time'),
    };
    return measures(engine.view.stats(), thresholds, engine.view.status().storeError);
  },
});

function measures(
  stats: PoolStats,
  thresholds: { readonly successRate: number; readonly latencyMs: number },
  storeError: string | null,
): { measure: string; verdict: Verdict; value: string; advice: string }[] {
  const checked = stats.working + stats.answered + stats.failed;
  const tripped = stats.breaker.open + stats.breaker.halfOpen;
  const breakers = tripped + stats.breaker.closed;
  return [
    {
      measure: 'working proxies',
      verdict: stats.working > 0 ? 'ok' : 'fail',
      value: `${formatCount(stats.working)} of ${formatCount(stats.total)}`,
      advice: stats.working > 0 ? '' : stats.total === 0 ? 'scrape, or proxies import FILE' : 'check',
    },
    {
      measure: 'never checked',
      verdict: stats.total > 0 && stats.new > stats.total / 2 ? 'warn' : 'ok',
      value: formatCount(stats.new),
      advice: stats.new > stats.total / 2 ? 'check' : '',
    },
    {
      measure: 'success rate',
      verdict: stats.successRate === null || stats.successRate >= thresholds.successRate ? 'ok' : 'warn',
      value: stats.successRate === null ? 'unknown' : formatPercent(stats.successRate),
      advice:
        stats.successRate !== null && stats.successRate < thresholds.successRate
          ? `below ${formatPercent(thresholds.successRate)}; proxies remove where status = failed`
          : '',
    },
    {
      measure: 'mean latency',
      verdict: stats.avgLatencyMs === null || stats.avgLatencyMs <= thresholds.latencyMs ? 'ok' : 'warn',
      value: stats.avgLatencyMs === null ? 'unknown' : formatDuration(stats.avgLatencyMs),
      advice:
        stats.avgLatencyMs !== null && stats.avgLatencyMs > thresholds.latencyMs
          ? `above ${formatDuration(thresholds.latencyMs)}; proxies top --by latency`
          : '',
    },
    {
      measure: 'breakers',
      verdict: stats.working > 0 && tripped > stats.working ? 'warn' : 'ok',
      value: `${formatCount(tripped)} open of ${formatCount(breakers)}`,
      advice: stats.reasons[0] ? `most failures: ${stats.reasons[0].reason}` : '',
    },
    {
      measure: 'unconfirmed',
      verdict: stats.answered > stats.working && checked > 0 ? 'warn' : 'ok',
      value: formatCount(stats.answered),
      advice: stats.answered > stats.working ? 'answered once and not again; was a judge reachable? judge status' : '',
    },
    {
      measure: 'state file',
      verdict: storeError === null ? 'ok' : 'fail',
      value: storeError ?? 'saved',
      advice: storeError === null ? '' : 'make room or mend the permissions; it goes on in memory',
    },
  ];
}
