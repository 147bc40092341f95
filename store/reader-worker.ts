/**
 * Reads a state in a thread of its own, as store/read-state.ts does, and hands over the bytes without a copy; or, when the
 * pool named a module that packs rows, the head at once and then batch after batch.
 */
import { openLane } from '../src/lib/worker-lane.ts';
import type { CreatePacker, PackedRows } from '../src/model/state.ts';
import { identityOf } from './journal-files.ts';
import { type FromReader, type ReaderData, readState, type SnapshotHead } from './read-state.ts';
import type { RowPieces } from './row-pieces.ts';

/** In this order; `batch` as often as there are some. `broken`: rows are not what their checksum vouched for. */
export type FromWorker =
  | FromReader
  /** @see identityOf, before anything was read */
  | { readonly type: 'head'; readonly head: SnapshotHead; readonly identity: string }
  | { readonly type: 'batch'; readonly batch: PackedRows }
  | { readonly type: 'end' }
  | { readonly type: 'broken' };

const lane = openLane<never, FromWorker>({
  // Whoever starts RefBot waits for this thread: it keeps its priority.
  niceness: 0,
  onMessage: () => undefined,
});
const data = lane.data as ReaderData;
const identity = data.journals === null ? '' : identityOf(data.file, data.journals);
const found = readState(data);
if (found.type === 'unreadable') lane.post(found);
else if (data.packing === undefined) {
  const { buffers, columns, pieces } = found.rows;
  lane.post(
    { ...found, rows: { buffers, columns, pieces } },
    buffers.map(({ buffer }) => buffer),
  );
} else {
  lane.post({ type: 'head', head: found.head, identity });
  lane.post({ type: (await pack(found.rows, data.packing)) ? 'end' : 'broken' });
}

async function pack(
  { buffers, columns, pieces }: RowPieces,
  packing: { module: string; data: unknown },
): Promise<boolean> {
  const { createPacker } = (await import(packing.module)) as { createPacker: CreatePacker };
  const packer = createPacker(packing.data, (batch, transfer) => lane.post({ type: 'batch', batch }, transfer));
  try {
    for (const { buffer, ...piece } of pieces) packer.add({ bytes: buffers[buffer]!, ...piece }, columns[buffer]!);
    packer.end();
    return true;
  } catch {
    return false;
  }
}
