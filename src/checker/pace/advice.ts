/** What would make the next run faster, read from the facts of the last one. Pure; `check --explain` prints it. */
import { formatCount, formatDuration } from '../../lib/units.ts';
import { BOUNDS, PACE_REASONS, type Bound, type CheckPace } from '../../model/pace.ts';

/** A saving below this share of the run is not worth a knob. */
const WORTH = 0.1;

/** Σt / C: the time a run could not go below with so many in flight. */
export function leastMs({ busyMs, wanted }: Pick<CheckPace, 'busyMs' | 'wanted'>): number {
  return busyMs / wanted;
}

/** What the run waited for most, the last answers aside: they come after everything else was begun. */
export function mainBound({ bound }: CheckPace): Exclude<Bound, 'answers'> | null {
  const names = (Object.keys(BOUNDS) as Bound[]).filter((name) => name !== 'answers');
  const [first] = names.toSorted((a, b) => bound[b] - bound[a]);
  return first === undefined || bound[first] === 0 ? null : first;
}

/** What a learnt connect timeout would have saved, where it was not used; 0 where it was or nothing was learnt. */
export function timeoutSavingMs(pace: CheckPace): number {
  const { isLearning, timeouts, timeoutsMs, wanted } = pace;
  const learntMs = pace.learntMs.internet ?? pace.learntMs.loopback;
  if (isLearning || learntMs === null) return 0;
  return Math.max(0, timeoutsMs - learntMs * timeouts) / wanted;
}

/** One sentence or two, without a full stop: which knob helps, by how much. */
export function adviceOf(pace: CheckPace): string {
  const { runMs, bound } = pace;
  const said: string[] = [];
  const main = mainBound(pace);
  if (main !== null && bound[main] >= WORTH * runMs) said.push(knobOf(main, pace));
  else said.push('it waited for the last answers: only shorter timeouts would help');
  const savingMs = timeoutSavingMs(pace);
  if (savingMs >= WORTH * runMs) {
    const learntMs = pace.learntMs.internet ?? pace.learntMs.loopback!;
    said.push(
      `timeouts took ${formatDuration(pace.timeoutsMs / pace.wanted)} of it: a learnt connect timeout of ${formatDuration(learntMs)} would save ${formatDuration(savingMs)} (learn_connect_timeout, no --connect-timeout)`,
    );
  } else if (pace.timeoutsMs >= pace.busyMs / 2)
    said.push('most of it were connects that timed out: addresses that never answer');
  return said.join('; ');
}

function knobOf(bound: Exclude<Bound, 'answers'>, pace: CheckPace): string {
  const tookMs = formatDuration(pace.bound[bound]);
  switch (bound) {
    case 'concurrency':
      return pace.wanted < pace.allowed
        ? `more concurrency helps: --concurrency up to ${formatCount(pace.allowed)}`
        : 'only more file descriptors would allow more at once: doctor';
    case 'limit':
      return `${tookMs} below what was wanted: ${worstOf(pace)}`;
    case 'starts':
      return `the starts per second held it back for ${tookMs}: max_starts_per_second, now ${formatCount(pace.startsPerSecond)}`;
    case 'networks':
      return `few networks with many proxies held it back for ${tookMs}: max_per_network, now ${formatCount(pace.perNetwork ?? 0)}`;
    case 'tasks':
      return `${tookMs} it waited for the next proxies of the list`;
  }
}

/** The trouble that came most often, in words. */
function worstOf({ steps }: CheckPace): string {
  const trouble = steps.filter(({ why }) => why !== 'full' && why !== 'growing');
  const [worst] = trouble.toSorted(
    (a, b) => b.times - a.times || Number(a.why === 'starting') - Number(b.why === 'starting'),
  );
  return worst ? PACE_REASONS[worst.why] : PACE_REASONS.growing;
}
