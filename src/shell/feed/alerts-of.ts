/**
 * What is known to be wrong: what holds now, which the facts keep for the badge, and warnings and errors of the log, equal
 * ones as one, for the panel of alerts. Pure.
 */
import { quoteWord } from '../../command/expr/quote.ts';
import type { EngineStatus, SourceRow } from '../../engine/types.ts';
import type { LogEntry } from '../../model/events.ts';
import { troubleText } from '../../model/judge.ts';
import type { Scene } from '../define-panel.ts';

export interface Alert {
  readonly id: string;
  readonly level: 'warn' | 'error';
  /** `now` holds at this moment, `log` was said at some time. */
  readonly since: 'now' | 'log';
  readonly area: string;
  readonly message: string;
  readonly count: number;
  /** ISO 8601; null where nobody knows. */
  readonly firstAt: string | null;
  readonly lastAt: string | null;
  /** What can be done. */
  readonly advice: string;
}

/** Log lines that are looked through, newest first. */
const LOG_LINES = 2000;
/** A source that failed so often in a row does not come back by itself. */
export const FAILURES = 3;
/** What a check says of itself that had nobody to ask. */
const NO_JUDGE = 'none (liveness only)';

export function alertsOf(scene: Scene): readonly Alert[] {
  return [...scene.facts!.alerts, ...logged(scene.view!.log(LOG_LINES))];
}

/** What is wrong at this moment. */
export function standingAlerts({ storeError, savedAt, judge }: EngineStatus, sources: readonly SourceRow[]): Alert[] {
  const found: Alert[] = [];
  const add = (area: string, level: Alert['level'], message: string, advice: string, part: Partial<Alert> = {}): void =>
    void found.push({
      id: `now ${area} ${message}`,
      since: 'now',
      count: 1,
      firstAt: null,
      lastAt: null,
      area,
      level,
      message,
      advice,
      ...part,
    });
  if (storeError !== null)
    add('state', 'error', `the state is not saved: ${storeError}`, 'doctor looks at disk and permissions', {
      lastAt: savedAt,
    });
  for (const { name, enabled, failures, error, lastFetchedAt } of sources) {
    if (!enabled || failures < FAILURES) continue;
    add(
      'source',
      'warn',
      `${name} failed ${failures} times in a row: ${error ?? 'no reason known'}`,
      `sources test ${quoteWord(name)} tries it; sources disable ${quoteWord(name)} leaves it out`,
      { id: `source ${name}`, count: failures, lastAt: lastFetchedAt },
    );
  }
  if (judge.outage !== null) {
    const { who, at, since, spared } = judge.outage;
    add(
      who,
      'error',
      `the ${who} at ${at} ${troubleText(judge.outage)}; no proxy is blamed for it`,
      who === 'judge'
        ? 'judge status; their checks are repeated when it is back'
        : 'check --target again when it is back',
      { id: 'judge outage', count: Math.max(1, spared), firstAt: new Date(since).toISOString() },
    );
  }
  if (judge.inUse === NO_JUDGE)
    add(
      'judge',
      'warn',
      'no judge answered the last check: only liveness was checked',
      'judge status; config show judge',
    );
  return found;
}

function logged(entries: readonly LogEntry[]): Alert[] {
  const byText = new Map<string, Alert>();
  for (const { level, area, message, at } of entries) {
    if (level !== 'warn' && level !== 'error') continue;
    const id = `log ${level} ${area} ${message}`;
    const time = new Date(at).toISOString();
    const known = byText.get(id);
    byText.set(id, {
      id,
      level,
      since: 'log',
      area,
      message,
      count: (known?.count ?? 0) + 1,
      firstAt: known?.firstAt ?? time,
      lastAt: time,
      advice: 'Enter shows it in the log',
    });
  }
  return [...byText.values()];
}
