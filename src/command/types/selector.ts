/**
 * Which proxies a command works on: `@all`, `@top 10`, `where country = DE`, `@focus` `@shown` `@marked` (what the person
 * points at on the screen), or ids and addresses. `selectIds` turns it into ids.
 */
import { PROXY_FIELDS } from '../proxy-fields.ts';
import { badValue } from './bad-value.ts';
import { filter } from './filter.ts';
import { proxy } from './proxy.ts';
import type { Filter } from './filter.ts';
import type { ArgType, Completion } from '../types.ts';

export type Selection =
  | { readonly kind: 'all' }
  | { readonly kind: 'focus' | 'shown' | 'marked' }
  | { readonly kind: 'top'; readonly count: number }
  | { readonly kind: 'where'; readonly filter: Filter }
  /** As `view.resolve` takes them. */
  | { readonly kind: 'proxies'; readonly references: readonly string[] };

/** The selectors beside ids, addresses and filters, as they are offered. */
export const SELECTORS: readonly Completion[] = [
  { value: '@all', help: 'every proxy' },
  { value: '@top', help: 'the best n: @top 10' },
  { value: '@focus', help: 'the one under the cursor' },
  { value: '@shown', help: 'the rows of the table' },
  { value: '@marked', help: 'the marked ones' },
  { value: 'where', help: 'those a filter takes' },
];
const EXAMPLES = '@all, @top 10, where country = DE, 12, 192.0.2.7:3128';

const where = filter(PROXY_FIELDS);

export const selector: ArgType<Selection> = {
  name: 'selector',
  syntax: 'selector',
  fields: PROXY_FIELDS,
  parse(text) {
    const [head = '', ...rest] = text.trim().split(/\s+/);
    const condition = /^where\s+(.*)$/s.exec(text.trim());
    if (condition) return { kind: 'where', filter: where.parse(condition[1]!) };
    if (head === '@top' && rest.length === 1 && /^[1-9]\d{0,8}$/.test(rest[0]!))
      return { kind: 'top', count: Number(rest[0]) };
    if (head.startsWith('@')) {
      const kind = head.slice(1);
      if (rest.length === 0 && (kind === 'all' || kind === 'focus' || kind === 'shown' || kind === 'marked'))
        return { kind };
      throw badValue(text, 'a selector', EXAMPLES);
    }
    const references = text.split(/[\s,]+/).filter((part) => part !== '');
    if (references.length === 0) throw badValue(text, 'a selector', EXAMPLES);
    return { kind: 'proxies', references: references.map((reference) => proxy.parse(reference)) };
  },
  compiled: (text, evaluate, known) => ({ kind: 'where', filter: where.compiled!(text, evaluate, known) }),
  from(value) {
    const items: readonly unknown[] = Array.isArray(value) ? value : [value];
    const references = items.map(
      (item) => proxy.from?.(item) ?? (typeof item === 'object' ? undefined : proxy.parse(String(item))),
    );
    return references.every((reference) => reference !== undefined) ? { kind: 'proxies', references } : undefined;
  },
  complete: (prefix, context) => [
    ...SELECTORS.filter(({ value }) => value.startsWith(prefix)),
    ...(prefix.startsWith('@') ? [] : (proxy.complete?.(prefix, context) ?? [])),
  ],
  display(selection) {
    if (selection.kind === 'top') return `@top ${selection.count}`;
    if (selection.kind === 'where') return `where ${selection.filter.text}`;
    return selection.kind === 'proxies' ? selection.references.join(' ') : `@${selection.kind}`;
  },
};
