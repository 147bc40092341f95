/**
 * What the packer of rows does with each column of a file: which of its values are kept as numbers, which are remembered,
 * and which only the pool itself can take. Meanings are those of the readers of src/pool/image-fields.ts.
 */
import { CodedColumn } from './coded-column.ts';
import { POOL_READERS, readBreakerState, READERS, type Reader, WHOLE } from './image-fields.ts';
import type { PackedColumns } from './packed-rows.ts';

/** Columns whose readers write one number, which depends on the value alone. */
const CODED = [
  ...(['claimed', 'sources', 'tags', 'status', 'reason', 'results', 'speaks', 'spoken'] as const),
  ...(['anonymity', 'country'] as const),
];
/** Columns whose values seldom come again. */
const DIFFERENT = ['exit', 'changed', 'latencies', 'throughput', 'timeline'] as const;

/** What is done with a value; of the columns that are not named here, nothing. */
export type Use =
  | ('id' | 'host' | 'port' | 'user' | 'password' | 'whole' | 'coded' | (typeof DIFFERENT)[number])
  /** Its reader takes what is remembered of its bytes. */
  | 'word'
  /** For the pool itself. */
  | 'rest'
  | 'none';

const USES: ReadonlyMap<string, Use> = new Map<string, Use>([
  ...(['id', 'host', 'port', 'user', 'password'] as const).map((name) => [name, name] as const),
  ...Object.keys(READERS).map((name) => [name, 'word'] as const),
  ...Object.keys(POOL_READERS).map((name) => [name, 'rest'] as const),
  ...Object.keys(WHOLE).map((name) => [name, 'whole'] as const),
  ...CODED.map((name) => [name, 'coded'] as const),
  ...DIFFERENT.map((name) => [name, name] as const),
]);

export interface Field {
  readonly name: string;
  readonly use: Use;
  readonly read: Reader;
  /** Of a whole number. */
  readonly most: number;
  /** Of a coded one, and of the state of a breaker. */
  readonly coded: CodedColumn;
  /** Where whole and coded numbers are written, in the batch that is being filled. */
  target: PackedColumns['checks' | 'checkedAt' | 'country' | 'status'];
}

const NOTHING: Reader = () => undefined;
const NOWHERE = new Uint32Array(0);
const NOT_CODED = new CodedColumn('id', NOTHING);

export function planOf(columns: readonly string[]): Field[] {
  return columns.map((name): Field => {
    const use = USES.get(name) ?? 'none';
    const read = Object.hasOwn(READERS, name) ? READERS[name as keyof typeof READERS] : NOTHING;
    return {
      name,
      use,
      read,
      most: use === 'whole' ? WHOLE[name as keyof typeof WHOLE] : 0,
      coded: codedColumn(name, use, read),
      target: NOWHERE,
    };
  });
}

function codedColumn(name: string, use: Use, read: Reader): CodedColumn {
  if (name === 'breaker') return new CodedColumn(name, readBreakerState);
  return use === 'coded' ? new CodedColumn(name as 'status', read) : NOT_CODED;
}

/** Lets fields write to these columns from now on. */
export function writeTo(fields: readonly Field[], columns: PackedColumns): void {
  for (const field of fields)
    if (field.use === 'whole' || field.use === 'coded') field.target = columns[field.name as 'status'];
}
