/**
 * A process of its own that adds rows to a state and prints how many are durable, until it is killed. Started by tests
 * that kill it.
 */
import { writeSync } from 'node:fs';
import { openTestStore } from './open-test-store.ts';

const { store, rows } = await openTestStore(process.argv[2]!, { intervalMs: 5 });
// A commit that the kill cut off was never acknowledged.
const broken = store.notices.filter((notice) => !notice.includes('its last line is cut off'));
if (broken.length > 0) writeSync(1, `broken: ${broken.join('; ')}\n`);
// A few thousand rows, so that a kill often falls into the writing.
if (rows.count() === 0) rows.add(3_000);
for (;;) {
  rows.add(1);
  const count = rows.count();
  await store.durable(store.markDirty());
  writeSync(1, `${count}\n`);
}
