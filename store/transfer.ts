/**
 * A state as one file for another machine: a snapshot like the state file itself, without passwords and without journals.
 * Its checksum tells whether it arrived as it was sent. Used by the store.
 */
import { maskSecrets } from '../src/lib/safe-text.ts';
import type { Json, ProxyRowPort, StateDocuments } from '../src/model/state.ts';
import { newHistory } from './journal-line.ts';
import { type RowSource, snapshotText } from './snapshot-text.ts';

/** @param now epoch milliseconds */
export function exportText(documents: StateDocuments, rows: ProxyRowPort, now: number): AsyncGenerator<Uint8Array> {
  // A history of its own: the file can be used as a state as it is, and no journal of this one belongs to it.
  const texts = withoutSecrets(documents) as StateDocuments;
  return snapshotText(texts, withoutPasswords(rows), newHistory(0), now, () => {});
}

/** Every text of the documents with passwords and tokens replaced by `***`. */
function withoutSecrets(value: Json): Json {
  if (typeof value === 'string') return maskSecrets(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutSecrets);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutSecrets(inner)]));
}

function withoutPasswords(rows: ProxyRowPort): RowSource {
  const at = rows.columns.indexOf('password');
  return {
    columns: rows.columns,
    get nextId() {
      return rows.nextId;
    },
    *images() {
      for (const row of rows.images()) yield at < 0 || row[at] === 0 ? row : row.with(at, 0);
    },
  };
}
