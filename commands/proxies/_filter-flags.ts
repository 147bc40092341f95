/** The flags that choose proxies in `list`, `top` and `export`, and the predicate they make together. */
import type { FlagValues } from '../../src/command/define.ts';
import { PROXY_FIELDS } from '../../src/command/proxy-fields.ts';
import { anonymity } from '../../src/command/types/anonymity.ts';
import { country } from '../../src/command/types/country.ts';
import { filter } from '../../src/command/types/filter.ts';
import { listOf } from '../../src/command/types/list-of.ts';
import { protocol } from '../../src/command/types/protocol.ts';
import { word } from '../../src/command/types/word.ts';
import type { RowPredicate } from '../../src/engine/types.ts';

export const FILTER_FLAGS = {
  country: { type: listOf(country), help: 'exit countries, ?? for unknown' },
  protocol: { type: listOf(protocol), help: 'speaks at least one of these' },
  anonymity: { type: listOf(anonymity), help: 'levels of anonymity' },
  tag: { type: listOf(word), help: 'has at least one of these tags' },
  where: { type: filter(PROXY_FIELDS), help: 'a filter over the fields of the row' },
};

/** Undefined when no flag narrows anything: the pool answers such a query quicker. */
export function predicateOf(flags: FlagValues<typeof FILTER_FLAGS>): RowPredicate | undefined {
  const tests: RowPredicate[] = [];
  const { country, protocol, anonymity, tag, where } = flags;
  if (country) tests.push((row) => country.includes(row.country ?? '??'));
  if (protocol) tests.push((row) => row.protocols.some((name) => protocol.includes(name)));
  if (anonymity) tests.push((row) => row.anonymity !== null && anonymity.includes(row.anonymity));
  if (tag) tests.push((row) => row.tags.some((name) => tag.includes(name)));
  if (where) tests.push((row) => where.test(row));
  return tests.length === 0 ? undefined : (row) => tests.every((test) => test(row));
}
