/** Reads a state in a thread of its own, as store/read-state.ts does, and hands the bytes over without a copy. */
import { openLane } from '../src/lib/worker-lane.ts';
import { type FromReader, type ReaderData, readState } from './read-state.ts';

const lane = openLane<never, FromReader>({
  // Whoever starts RefBot waits for this thread: it keeps its priority.
  niceness: 0,
  onMessage: () => undefined,
});
const found = readState(lane.data as ReaderData);
if (found.type === 'unreadable') lane.post(found);
else {
  const { buffers, columns, pieces } = found.rows;
  lane.post(
    { ...found, rows: { buffers, columns, pieces } },
    buffers.map(({ buffer }) => buffer),
  );
}
