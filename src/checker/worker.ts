/** The check worker's thread: finds the checks, opens the geo database, and runs what the brain asks for. */
import { checkProblem, type CheckDefinition } from '../define/check.ts';
import { folderModules } from '../lib/sibling.ts';
import { TimerWheel } from '../lib/timer-wheel.ts';
import { openLane } from '../lib/worker-lane.ts';
import { CheckRun } from './check-run.ts';
import { openGeo, type CountryLookup } from './geo.ts';
import { unpackTasks, type FromWorker, type ToWorker, type WorkerData } from './messages.ts';
import { Coalescing } from './pace/coalescing.ts';
import type { ConnectHistory } from './pace/connect-timeout.ts';
import { ConnectTimes } from './pace/connect-times.ts';
import { OwnLag } from './pace/own-lag.ts';

/** A thread this late has more connections than it can serve. */
const STALL_MS = 100;
const runs = new Map<number, CheckRun>();
/** What one run has learnt the next one knows. */
const history: ConnectHistory = { loopback: new ConnectTimes(), internet: new ConnectTimes() };
const lag = new OwnLag();
const coalescing = new Coalescing();
const wheel = new TimerWheel({
  stallMs: STALL_MS,
  onStall: () => {
    // Kept from running by others, it would not catch up with fewer connections: most of them only wait.
    const isOwn = lag.wasOwn();
    for (const run of runs.values()) run.stalled(isOwn);
  },
});
let checks: readonly CheckDefinition[] = [];
let country: CountryLookup = () => null;
/** Messages that came while the thread was getting ready. */
let early: ToWorker[] | null = [];

const lane = openLane<ToWorker, FromWorker>({
  onMessage: (message) => {
    if (early) early.push(message);
    else handle(message);
  },
  onStop: () => {
    for (const run of runs.values()) run.cancel();
    wheel.stop();
  },
});

function handle(message: ToWorker): void {
  if (message.kind === 'open') {
    const id = message.run;
    lag.start();
    const post = (batch: FromWorker): void => lane.post(batch);
    runs.set(
      id,
      new CheckRun({
        id,
        options: message.options,
        checks,
        wheel,
        country: (address) => country(address),
        history,
        isLate: () => lag.isLate,
        turned: (events, open) => coalescing.turned(events, open),
        post,
        onOver: () => {
          runs.delete(id);
          if (runs.size === 0) lag.stop();
        },
      }),
    );
  } else if (message.kind === 'tasks') runs.get(message.run)?.add(unpackTasks(message.tasks), message.last);
  else runs.get(message.run)?.cancel();
}

async function loadChecks(): Promise<CheckDefinition[]> {
  const found: CheckDefinition[] = [];
  for (const { name, load } of folderModules(import.meta.url, './checks/')) {
    const module = await load();
    const problem = checkProblem(module.default);
    if (problem !== null) throw new Error(`checks/${name}: ${problem}`);
    found.push(module.default as CheckDefinition);
  }
  return found;
}

checks = await loadChecks();
const held = early;
early = null;
for (const message of held) handle(message);

// Checks do not wait for the geo database; whoever finishes before it is there has no country yet.
const geo = await openGeo((lane.data as WorkerData).geoFile);
country = geo.lookup;
if (geo.problem !== null) lane.post({ kind: 'note', message: `no country database: ${geo.problem}` });
