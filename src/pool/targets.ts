/**
 * The operator's own pages and what checks against them teach: each page its own results, and the pool only whether a
 * proxy could be reached at all (docs/decisions/0016). Status, score, level of anonymity and predictor are the judge's business.
 */
import type { Bus } from '../core/bus.ts';
import type { Clock } from '../core/clock.ts';
import { Slicer } from '../lib/slices.ts';
import { breakerStep, breakerTrial } from '../model/breaker.ts';
import { NEVER } from '../model/recheck.ts';
import type { TargetVerdict } from '../model/target.ts';
import type { Changes } from './changes.ts';
import type { Records } from './records.ts';
import type { Target, TargetResult, TargetsImage } from './target-results.ts';
import type { Change, PoolRules } from './verdict.ts';
import { readBreaker, writeBreaker } from './verdict.ts';

export type { Target, TargetResult, TargetsImage } from './target-results.ts';

/** One proxy's last check at one page. */
export interface TargetOfProxy extends TargetResult {
  readonly url: string;
}

export interface TargetsDeps {
  readonly records: Records;
  readonly changes: Changes;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly rules: () => PoolRules;
}

/** Slots between two looks at the clock. */
const STEPS_A_LOOK = 1_024;

export class Targets {
  readonly #deps: TargetsDeps;

  constructor(deps: TargetsDeps) {
    this.#deps = deps;
  }

  /** Those that are kept, the oldest first. */
  list(): readonly Target[] {
    return this.#deps.records.targets.list();
  }

  /** The number of a page, now the latest used; past the sixteenth the one that was not used for longest is forgotten. */
  use(url: string): number {
    return this.#deps.records.targets.use(url, this.#deps.clock.now());
  }

  /** Forgets a page and what came of checks against it. @returns whether it was known */
  remove(id: number): boolean {
    return this.#deps.records.targets.remove(id);
  }

  /** Stores what checks against a page found out. Verdicts on removed proxies are dropped. */
  apply(id: number, verdicts: readonly TargetVerdict[]): void {
    const { records, changes, bus } = this.#deps;
    const changed: Change[] = [];
    let applied = 0;
    for (const verdict of verdicts) {
      const slot = records.ids.slot(verdict.id);
      if (slot < 0) continue;
      changes.note(verdict.id);
      records.change(slot, () => {
        records.endTest(slot);
        if (verdict.reached !== null) this.#noteReach(slot, verdict.reached, verdict.at, changed);
      });
      const { passed } = verdict;
      if (passed !== null) records.targets.write(id, slot, { ...verdict, passed });
      applied += 1;
    }
    if (applied > 0) bus.emit('target.checked', { id, checked: applied });
    if (changed.length > 0) bus.emit('proxy.status', { changes: changed });
  }

  /** Null when the proxy is gone or was not checked there. */
  result(id: number, proxy: number): TargetResult | null {
    const slot = this.#deps.records.ids.slot(proxy);
    return slot < 0 ? null : this.#deps.records.targets.of(id, slot);
  }

  /** Ids of the proxies that were checked against a page, by id, in slices. */
  async checkedAt(id: number): Promise<number[]> {
    const { records } = this.#deps;
    const slicer = new Slicer();
    const ids: number[] = [];
    let steps = 0;
    for (const slot of records.ids.slots()) {
      if (records.columns.holds(slot) && records.targets.isKnown(id, slot)) ids.push(records.columns.id[slot]!);
      steps += 1;
      if (steps % STEPS_A_LOOK === 0 && slicer.due()) await slicer.breathe();
    }
    return ids;
  }

  /** What the state keeps of the pages; their results stand in the rows of the proxies. */
  image(): TargetsImage {
    return this.#deps.records.targets.image();
  }

  /** After the rows were loaded. */
  restore(found: unknown): void {
    this.#deps.records.targets.restore(found);
  }

  /** That nobody listens, or that somebody does, is a fact about the proxy, whichever page it was asked for. */
  #noteReach(slot: number, reached: boolean, at: number, changed: Change[]): void {
    const { records, rules } = this.#deps;
    const { columns: c } = records;
    const before = readBreaker(records, slot);
    const trial = breakerTrial(before, at);
    writeBreaker(records, slot, before, trial, changed);
    writeBreaker(records, slot, trial, breakerStep(trial, reached, at, rules().breakerFailures), changed);
    // While the breaker is open the judge's own check waits, too; otherwise it comes when it was going to come.
    if (c.dueAt[slot] !== NEVER) c.dueAt[slot] = Math.max(c.dueAt[slot]!, c.openUntil[slot]! * 1_000);
  }
}

/** All pages that a proxy was checked against, by number of the page. */
export function targetsOf(records: Records, slot: number): TargetOfProxy[] {
  return records.targets.list().flatMap(({ id, shown }) => {
    const result = records.targets.of(id, slot);
    return result === null ? [] : [{ url: shown, ...result }];
  });
}
