/**
 * Removed proxies as they can be brought back: the row that the state file would have held, and what is kept in memory
 * only. The pool makes them for undo; whoever keeps them decides how and for how long.
 */
import type { ProxyRowPort } from '../model/state.ts';
import { IMAGE_COLUMNS, imageOf, READERS } from './image-fields.ts';
import type { Changes } from './changes.ts';
import type { Records } from './records.ts';

/** Plain JSON; of use in this process only. */
export interface Removed {
  readonly image: readonly unknown[];
  /** The entries of src/pool/timelines.ts. */
  readonly timeline: readonly number[];
}

const [ID, HOST, PORT, USER, PASSWORD] = (['id', 'host', 'port', 'user', 'password'] as const).map((name) =>
  IMAGE_COLUMNS.indexOf(name),
) as [number, number, number, number, number];
/** What lists say about a proxy, and what a person did to it. */
const MERGED = ['claimed', 'sources', 'tags', 'banned', 'tlsSkip'] as const;

export function removedOf(records: Records, slot: number): Removed {
  return { image: imageOf(records, slot), timeline: records.timelines.packed(slot) };
}

/**
 * Takes them in with their old ids. Where a list has named the proxy again meanwhile, what it said is kept; where it was
 * checked meanwhile, or came with another password, the newer record stays and gets tags, ban and sources of the old.
 */
export function bringBack(records: Records, images: ProxyRowPort, changes: Changes, batch: readonly Removed[]): void {
  const c = records.columns;
  for (const { image, timeline } of batch) {
    const user = image[USER] === 0 ? undefined : (image[USER] as string);
    const found = records.find(image[HOST] as string, image[PORT] as number, user);
    if (found >= 0 && c.id[found] === image[ID]) continue;
    const newer = found >= 0 ? imageOf(records, found) : null;
    if (found >= 0) changes.note(c.id[found]!);
    if (newer !== null && (c.checks[found] !== 0 || newer[PASSWORD] !== image[PASSWORD])) {
      take(records, found, image);
      continue;
    }
    if (newer !== null) records.remove(found);
    images.restore([image], IMAGE_COLUMNS);
    changes.note(image[ID] as number);
    const slot = records.ids.slot(image[ID] as number);
    // The image has it of some only.
    records.timelines.delete(slot);
    records.timelines.restore(slot, timeline);
    if (newer !== null) take(records, slot, newer);
  }
}

/** Adds what the image says to what the record has. */
function take(records: Records, slot: number, image: readonly unknown[]): void {
  const { columns: c, sources, tags } = records;
  records.change(slot, () => {
    const claimed = c.claimed[slot]!;
    const named = sources.names(c.sources[slot]!);
    const tagged = tags.names(c.tags[slot]!);
    for (const name of MERGED) {
      const value = image[IMAGE_COLUMNS.indexOf(name)];
      if (value !== 0) READERS[name](records, slot, value);
    }
    c.claimed[slot]! |= claimed;
    for (const name of named) c.sources[slot] = sources.with(c.sources[slot]!, name);
    for (const name of tagged) c.tags[slot] = tags.with(c.tags[slot]!, name);
  });
}
