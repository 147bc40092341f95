/**
 * What the packer of rows does with each column of a file: which of its values are kept as numbers, which are remembered,
 * and which only the pool itself can take. Meanings are those of the readers of src/pool/image-fields.ts.
 */
import type { Columns } from './columns.ts';
import { READERS, type Reader, WHOLE } from './image-fields.ts';
import { RowScanner } from './row-scanner.ts';
import { WORDS_KEPT } from './words.ts';

/** Columns whose readers write one number, which depends on the value alone. */
const CODED: ReadonlySet<string> = new Set([
  'claimed',
  'sources',
  'tags',
  'status',
  'reason',
  'results',
  'speaks',
  'spoken',
  'anonymity',
  'country',
]);
/** Other columns whose readers write nothing but packed columns and details. */
const PACKED: ReadonlySet<string> = new Set([
  'firstSeen',
  'banned',
  'checks',
  'passes',
  'history',
  'passTally',
  'checkTally',
  'checkedAt',
  'dueAt',
  'tlsIntact',
  'exit',
  'changed',
  'latencies',
  'breaker',
  'tlsSkip',
  'throughput',
  'timeline',
]);
/** Columns whose values seldom come again. */
const DIFFERENT: ReadonlySet<string> = new Set(['exit', 'changed', 'latencies', 'throughput', 'timeline']);

/** What is done with the values of one column. */
export interface Field {
  readonly at: number;
  readonly name: string;
  readonly read: Reader;
  /** For the pool itself: its reader writes what is not packed. */
  readonly isRest: boolean;
  readonly isDifferent: boolean;
  /** For {@link WHOLE}: where a number of at most `most` is written as it is. */
  readonly whole: Columns['checks'] | Columns['checkedAt'] | null;
  readonly most: number;
  /** For {@link CODED}: where the number is written, and which it is by number of the word; -1 = not known yet. */
  readonly target: Columns['results'] | null;
  readonly codes: Float64Array | null;
}

export interface Plan {
  readonly scanner: RowScanner;
  readonly keys: readonly [id: number, host: number, port: number, user: number, password: number];
  /** Those that a row of so many values has, by that number. */
  readonly fields: readonly (readonly Field[])[];
}

/** @param c columns that the packer fills */
export function planOf(c: Columns, columns: readonly string[]): Plan {
  const place = (name: string): number => columns.indexOf(name);
  const fields = Object.entries(READERS).map(([name, read]): Field => {
    const isCoded = CODED.has(name);
    return {
      at: place(name),
      name,
      read,
      isRest: !isCoded && !PACKED.has(name),
      isDifferent: DIFFERENT.has(name),
      whole: isWhole(name) ? c[name] : null,
      most: isWhole(name) ? WHOLE[name] : 0,
      target: isCoded ? c[name as 'results'] : null,
      codes: isCoded ? new Float64Array(WORDS_KEPT).fill(-1) : null,
    };
  });
  return {
    scanner: new RowScanner(columns.length),
    keys: [place('id'), place('host'), place('port'), place('user'), place('password')],
    fields: Array.from({ length: columns.length + 1 }, (_, length) =>
      fields.filter(({ at }) => at >= 0 && at < length),
    ),
  };
}

function isWhole(name: string): name is keyof typeof WHOLE {
  return name in WHOLE;
}
