/** The breaker of a proxy in words: its state, what it counts, when it opened and when a trial is let through. */
import type { BreakerState } from '../../model/proxy.ts';
import type { Style } from '../paint/style.ts';
import type { Row } from '../text/rows.ts';
import { foldRows } from '../text/rows.ts';
import { LABEL } from './labelled.ts';
import type { PageContext } from './page-context.ts';
import { agoText, inText } from './spans.ts';

const MEANING: Readonly<Record<BreakerState, string>> = {
  CLOSED: 'in use',
  OPEN: 'not reached, left alone for a while',
  HALF_OPEN: 'one trial decides',
};

export function breakerBlock(context: PageContext, width: number): Row[] {
  const { detail, theme } = context;
  const looks: Readonly<Record<BreakerState, Style>> = {
    CLOSED: theme.good,
    OPEN: theme.bad,
    HALF_OPEN: theme.warn,
  };
  return [
    [
      ['breaker'.padEnd(LABEL), theme.title],
      [detail.breaker, looks[detail.breaker]],
      [`  ${MEANING[detail.breaker]}`, theme.dim],
    ],
    ...foldRows([[' '.repeat(LABEL) + countsText(context), theme.text]], width, LABEL),
  ];
}

function countsText({ detail: { breaker, breakerCounts }, threshold, now }: PageContext): string {
  const { failures, opened, openedAt, openUntil } = breakerCounts;
  const times = opened > 1 ? `, ${opened} times in a row` : '';
  if (breaker === 'OPEN') {
    const trial = openUntil === null ? '' : `, a trial ${inText(openUntil, now)}`;
    return `opened ${agoText(openedAt, now)}${times}${trial}`;
  }
  if (breaker === 'HALF_OPEN') return `the next check closes or opens it${times === '' ? '' : `; it was open${times}`}`;
  return `not reached ${failures} times in a row; ${threshold} open it`;
}
