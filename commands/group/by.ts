/** `group by`: one row for each value of a field, with counts and what is worked out of its rows. Keeps no row. */
import { defineCommand } from '../../src/command/define.ts';
import type { Row } from '../../src/command/define.ts';
import { resolveField } from '../../src/command/expr/fields.ts';
import { field } from '../../src/command/types/field.ts';
import { listOf } from '../../src/command/types/list-of.ts';
import { valueAt } from '../../src/command/render/shape.ts';
import { sortSliced } from '../../src/lib/slices.ts';
import { fieldsOf } from '../_numbers.ts';
import { MEASURES, measureField, measuring } from './_measures.ts';
import type { Measure, Measuring } from './_measures.ts';

interface Group {
  readonly values: readonly unknown[];
  rows: number;
  readonly measures: readonly Measuring[];
}

interface Wanted {
  readonly measure: Measure;
  readonly field: string;
}

const NAMES = Object.keys(MEASURES) as readonly Measure[];
const FLAGS = Object.fromEntries(
  NAMES.map((name) => [name, { type: listOf(field), help: `${MEASURES[name]} of these fields` }]),
) as Readonly<Record<Measure, { readonly type: ReturnType<typeof listOf<string>>; readonly help: string }>>;

export default defineCommand({
  summary: 'Counts rows by the values of fields, and works out means, sums and extremes of each group',
  description:
    'Gives one row for each value, or each combination of values, most rows first. A field that holds a list counts a row once for each of its items. Values that are not there are left out of means and sums.',
  args: [{ name: 'fields', type: listOf(field), rest: true, help: 'fields to group by' }],
  flags: FLAGS,
  effect: 'read',
  output: 'rows',
  input: 'rows',
  needs: 'none',
  outputFields(input, args) {
    const { fields } = args;
    if (!Array.isArray(fields)) return null;
    const known = (name: string): string => resolveField(name, input ?? []) ?? name;
    const keys = (fields as readonly (readonly string[])[]).flat().map(known);
    return namesOf(
      keys,
      wantedOf(args as Partial<Record<Measure, readonly string[]>>).map((one) => ({ ...one, field: known(one.field) })),
    );
  },
  examples: [
    'proxies list | group by country',
    'proxies list | group by country --avg latency --max score | first 10',
    'proxies list | group by protocols,anonymity --median latency',
    'sources list | group by state --sum found,working',
  ],
  async *run({ input, present, signal }, args) {
    const groups = new Map<string, Group>();
    let keys: readonly string[] = [];
    let wanted: readonly Wanted[] = [];
    for await (const row of input!) {
      if (groups.size === 0) {
        keys = fieldsOf(args.fields.flat(), row);
        wanted = wantedOf(args).map((one) => ({ ...one, field: fieldsOf([one.field], row)[0]! }));
        present({ fields: namesOf(keys, wanted) });
      }
      for (const values of combinations(keys.map((key) => valueAt(row, key)))) {
        const name = nameOf(values);
        let group = groups.get(name);
        if (!group) {
          group = { values, rows: 0, measures: wanted.map((one) => measuring(one.measure, one.field)) };
          groups.set(name, group);
        }
        group.rows += 1;
        for (const measure of group.measures) measure.add(row);
      }
    }
    const names = namesOf(keys, wanted);
    for (const group of await sortSliced([...groups.values()], (a, b) => b.rows - a.rows, signal)) {
      yield rowOf(names, [...group.values, group.rows, ...group.measures.map((measure) => measure.result())]);
    }
  },
});

function wantedOf(args: Readonly<Partial<Record<Measure, readonly string[] | undefined>>>): Wanted[] {
  return NAMES.flatMap((measure) => (args[measure] ?? []).map((field) => ({ measure, field })));
}

function namesOf(keys: readonly string[], wanted: readonly Wanted[]): string[] {
  // Groups of what was counted before keep the older count.
  const count = keys.includes('count') ? 'rows' : 'count';
  return [...new Set([...keys, count, ...wanted.map(({ measure, field }) => measureField(measure, field))])];
}

function rowOf(names: readonly string[], values: readonly unknown[]): Row {
  return Object.fromEntries(names.map((name, index) => [name, values[index]]));
}

/** Every item of a list stands for itself; an empty one is nothing. */
function combinations(values: readonly unknown[]): readonly (readonly unknown[])[] {
  if (!values.some(Array.isArray)) return [values];
  return values.reduce<readonly (readonly unknown[])[]>(
    (found, value) => {
      const items: readonly unknown[] = !Array.isArray(value) ? [value] : value.length === 0 ? [null] : value;
      return found.flatMap((before) => items.map((item) => [...before, item]));
    },
    [[]],
  );
}

function nameOf(values: readonly unknown[]): string {
  const [only] = values;
  if (values.length === 1 && typeof only === 'string') return `"${only}`;
  return JSON.stringify(values.map((value) => value ?? null));
}
