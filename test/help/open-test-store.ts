/** Opens a store on a file with rows in memory; facts and failures are collected. */
import { systemClock } from '../../src/core/clock.ts';
import type { RefbotError } from '../../src/model/errors.ts';
import type { SaveFacts } from '../../store/saver.ts';
import { openStore, type Store, type StoreOptions } from '../../store/store.ts';
import { MemoryRows } from './memory-rows.ts';

export interface TestStore {
  readonly store: Store;
  readonly rows: MemoryRows;
  readonly saved: SaveFacts[];
  readonly failed: RefbotError[];
}

export async function openTestStore(file: string, options: Partial<StoreOptions> = {}): Promise<TestStore> {
  const rows = new MemoryRows();
  const saved: SaveFacts[] = [];
  const failed: RefbotError[] = [];
  const store = await openStore({
    file,
    rows,
    clock: systemClock,
    intervalMs: 60_000,
    socket: null,
    onSaved: (facts) => void saved.push(facts),
    onFailed: (error) => void failed.push(error),
    ...options,
  });
  return { store, rows, saved, failed };
}

/** Saves a state of so many proxies, `times` times, so that there is a previous one too. */
export async function saveTestState(file: string, proxies: number, times = 2): Promise<void> {
  const { store, rows } = await openTestStore(file);
  rows.add(proxies);
  for (let time = 0; time < times; time++) await store.save();
  await store.close();
}
