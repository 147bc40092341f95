/** The checks of a proxy, newest first: when, which protocol, how it ended, how long it took or why it failed. */
import type { ProxyDetail } from '../../engine/types.ts';
import { formatDuration } from '../../lib/units.ts';
import { clockTime } from '../paint/clock-time.ts';
import type { Style, Theme } from '../paint/style.ts';
import type { Row } from '../text/rows.ts';
import { reasonText } from './facts-block.ts';
import type { PageContext } from './page-context.ts';
import { agoText, dateText } from './spans.ts';

type Entry = Omit<ProxyDetail['timeline'][number], 'at' | 'outcome'> & {
  readonly at: string | null;
  readonly outcome: string;
};

const TIME = 13;
const PROTOCOL = 8;
const OUTCOME = 12;
const LATENCY = 9;
const GLYPHS: Readonly<Record<string, string>> = { confirmed: '✓', answered: '○', failed: '✗' };

export function timelineBlock({ detail, theme, now }: PageContext): Row[] {
  const { timeline, results, lastCheckedAt } = detail;
  // After a start only the last result of each protocol is known.
  const entries: Entry[] =
    timeline.length > 0
      ? timeline.toReversed()
      : results.map((result) => ({ ...result, at: lastCheckedAt, reason: result.reason as Entry['reason'] }));
  const title = timeline.length > 0 ? 'checks' : 'last result of each protocol';
  if (entries.length === 0)
    return [
      [
        ['checks', theme.title],
        ['  none yet; c checks it', theme.dim],
      ],
    ];
  return [
    [
      [title, theme.title],
      [`  newest ${agoText(entries[0]!.at, now)}`, theme.dim],
    ],
    ...entries.map((entry) => entryRow(entry, theme, now)),
  ];
}

function entryRow({ at, protocol, outcome, latencyMs, reason }: Entry, theme: Theme, now: number): Row {
  const look: Style = outcome === 'confirmed' ? theme.good : outcome === 'answered' ? theme.warn : theme.bad;
  return [
    [timeText(at, now).padEnd(TIME), theme.dim],
    [protocol.padEnd(PROTOCOL), theme.text],
    [`${GLYPHS[outcome] ?? '·'} ${outcome}`.padEnd(OUTCOME), look],
    [(latencyMs === null ? '–' : formatDuration(latencyMs)).padStart(LATENCY), theme.text],
    [`  ${reason === null ? '' : reasonText(reason)}`, theme.dim],
  ];
}

/** The time of day; of another day the date with it. */
function timeText(at: string | null, now: number): string {
  if (at === null) return '–';
  const date = new Date(at);
  const isToday = date.toDateString() === new Date(now).toDateString();
  const clock = clockTime(date.getTime());
  return isToday ? clock : `${dateText(at).slice(5)} ${clock.slice(0, 5)}`;
}
