/** The flags that choose proxies in `list`, `top` and `export`, and the predicate they make together. */
import type { FlagValues } from '../../src/command/define.ts';
import { PROXY_FIELDS } from '../../src/command/proxy-fields.ts';
import { anonymity } from '../../src/command/types/anonymity.ts';
import { country } from '../../src/command/types/country.ts';
import { filter } from '../../src/command/types/filter.ts';
import { listOf } from '../../src/command/types/list-of.ts';
import { protocol } from '../../src/command/types/protocol.ts';
import { word } from '../../src/command/types/word.ts';
import { target } from '../../src/command/types/target.ts';
import type { EngineView, RowPredicate } from '../../src/engine/types.ts';
import type { ProxyRow } from '../../src/model/proxy.ts';

export const FILTER_FLAGS = {
  country: { type: listOf(country), help: 'exit countries, ?? for unknown' },
  protocol: { type: listOf(protocol), help: 'speaks at least one of these' },
  anonymity: { type: listOf(anonymity), help: 'levels of anonymity' },
  tag: { type: listOf(word), help: 'has at least one of these tags' },
  target: { type: target, help: 'passed its last check at this page of yours: its URL or a part of it' },
  evicted: { help: 'failed for so long that they are only checked when asked for' },
  where: { type: filter(PROXY_FIELDS), help: 'a filter over the fields of the row' },
};

/** Undefined when no flag narrows anything: the pool answers such a query quicker. @throws unknown-target */
export function predicateOf(flags: FlagValues<typeof FILTER_FLAGS>, view: EngineView): RowPredicate | undefined {
  const tests: RowPredicate[] = [];
  const { country, protocol, anonymity, tag, evicted, where } = flags;
  if (country) tests.push((row) => country.includes(row.country ?? '??'));
  if (protocol) tests.push((row) => row.protocols.some((name) => protocol.includes(name)));
  if (anonymity) tests.push((row) => row.anonymity !== null && anonymity.includes(row.anonymity));
  if (tag) tests.push((row) => row.tags.some((name) => tag.includes(name)));
  if (flags.target !== undefined) {
    const { id, shown } = view.target(flags.target);
    // Another page may look the same where keys in URLs are masked.
    tests.push((row) => row.targets.includes(shown) && view.targetResult(id, row.id)?.passed === true);
  }
  if (evicted) tests.push((row) => row.evicted);
  if (where) tests.push((row) => where.test(row));
  return tests.length === 0 ? undefined : (row) => tests.every((test) => test(row));
}

/** The row, and with `--target` what its last check at that page found. */
export function withTarget(
  { target }: FlagValues<typeof FILTER_FLAGS>,
  view: EngineView,
): (row: ProxyRow) => Record<string, unknown> {
  if (target === undefined) return (row) => ({ ...row });
  const { id } = view.target(target);
  return (row) => ({ ...row, target: view.targetResult(id, row.id) });
}
