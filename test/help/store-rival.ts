/**
 * A process of its own that wants a state for itself, again and again: adds rows while it has it, reads only while
 * another one has it. Prints what it did, one line each. Started by tests that let several of these meet.
 */
import { writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { RefbotError } from '../../src/model/errors.ts';
import { openTestStore } from './open-test-store.ts';
import { keptState } from './store-kept.ts';

const [, , file = '', name = '', forMs = '0'] = process.argv;
const until = performance.now() + Number(forMs);
const say = (line: string): void => void writeSync(1, `${line}\n`);

let number = 0;
while (performance.now() < until) {
  try {
    const { store, rows } = await openTestStore(file, { intervalMs: 3 });
    for (const notice of store.notices) say(`broken ${notice}`);
    for (let turn = 0; turn < 4; turn++) {
      rows.add(20, `${name}-${++number}`);
      await store.durable(store.markDirty());
      say(`done ${name}-${number}`);
    }
    if (number % 3 === 0) await store.save();
    await store.close();
  } catch (error) {
    if (!(error instanceof RefbotError && error.errorName === 'state-held')) say(`broken ${String(error)}`);
    // The one that has it goes on writing meanwhile.
    else await look();
  }
  await pause(Math.random() * 8);
}

async function look(): Promise<void> {
  try {
    say(`read ${(await keptState(file)).proxies.length}`);
  } catch (error) {
    // Before the very first save there is nothing.
    if (!/ENOENT|no such file/.test(String(error))) say(`broken ${String(error)}`);
  }
}
