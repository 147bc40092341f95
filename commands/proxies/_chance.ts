/** The chance of a proxy to pass its next check in words: `62 %: + passed the last 5 checks, - its source yields 4 %`. */
import type { ProxyDetail } from '../../src/engine/types.ts';
import { formatPercent } from '../../src/lib/units.ts';
import { HISTORY_SIZE } from '../../src/model/history.ts';

type Survival = ProxyDetail['survival'];
type Reason = Survival['reasons'][number];

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
] as const;

/** What makes it larger has a plus, what makes it smaller a minus. */
export function chanceText({ chance, reasons }: Survival, detail: ProxyDetail): string {
  const told = reasons.map((reason) => `${reason.points > 0 ? '+' : '-'} ${reasonText(reason, detail)}`);
  return [wholePercent(chance), ...(told.length === 0 ? [] : [told.join(', ')])].join(': ');
}

function reasonText({ name, value }: Reason, detail: ProxyDetail): string {
  switch (name) {
    case 'new':
      return 'never checked';
    case 'streak':
      return streakText(value);
    case 'checked':
      return `checked ${roughly(value)} ago`;
    case 'success':
      return `passed ${detail.passes} of ${detail.checks} checks`;
    case 'latency':
      return value > 1
        ? `answers ${value.toFixed(1)} × as slow as usual`
        : `answers ${(1 / value).toFixed(1)} × as fast as usual`;
    case 'age':
      return `known for ${roughly(value)}`;
    case 'sources':
      return `${detail.sources.length === 1 ? 'its source' : 'the best of its sources'} yields ${formatPercent(value)}`;
    case 'lists':
      return `named by ${value} sources`;
    case 'country':
      return `${formatPercent(value)} of those in ${detail.country ?? 'its country'} work`;
    case 'protocols':
      return `listed as ${detail.claimed.join(' ')}`;
    case 'hour':
      return `it is ${String(value).padStart(2, '0')} h UTC`;
    case 'failure':
      return `last failure: ${detail.failure ?? 'unknown'}`;
  }
}

function streakText(streak: number): string {
  const count = Math.abs(streak);
  const verb = streak > 0 ? 'passed' : 'failed';
  if (count === 1) return `${verb} the last check`;
  return `${verb} ${count === HISTORY_SIZE ? 'at least ' : ''}the last ${count} checks`;
}

/** `40 min`, `3 h`, `2 d`: one unit is enough here. */
function roughly(ms: number): string {
  for (const [unit, size] of UNITS) if (ms >= size) return `${Math.floor(ms / size)} ${unit}`;
  return `${Math.floor(ms / 1_000)} s`;
}

/** Tenths would promise more than is known. */
function wholePercent(chance: number): string {
  if (chance < 0.01) return '< 1 %';
  return chance > 0.99 ? '> 99 %' : formatPercent(Math.round(chance * 100) / 100);
}
