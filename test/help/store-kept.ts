/** What the disk has of a state at this moment, snapshot and journals together, read as the next start would, changing nothing. */
import { siblings } from '../../src/core/paths.ts';
import { isOpen, openSnapshot, type OpenSnapshot } from '../../store/reader.ts';
import { MemoryRows } from './memory-rows.ts';

export interface KeptState {
  readonly documents: Readonly<Record<string, unknown>>;
  /** By id. */
  readonly proxies: readonly Readonly<Record<string, unknown>>[];
}

export async function keptState(file: string): Promise<KeptState> {
  const found = await openSnapshot(file, siblings(file).journal);
  if (!isOpen(found)) throw new Error(`${file}: ${found.message}`);
  const collected = await collect(found);
  const proxies = collected.toSorted((a, b) => (a['id'] as number) - (b['id'] as number));
  return { documents: found.head.documents, proxies };
}

async function collect(found: OpenSnapshot, port = new Collected()): Promise<Collected['proxies']> {
  await found.fill(port);
  return port.proxies;
}

/** Takes every column as it comes; 0 where a row has none. */
class Collected extends MemoryRows {
  readonly proxies: Record<string, unknown>[] = [];

  override restore(rows: readonly (readonly unknown[])[], columns: readonly string[]): void {
    for (const row of rows)
      this.proxies.push(Object.fromEntries(columns.map((name, at) => [name, at < row.length ? row[at] : 0])));
  }
}
