/** A list of values of one type, separated by commas, or a list from a variable. */
import type { ArgType } from '../types.ts';

export function listOf<T>(item: ArgType<T>): ArgType<readonly T[]> {
  return {
    name: `${item.name},…`,
    ...(item.syntax === 'fields' ? { syntax: 'fields' as const } : {}),
    parse: (text) => text.split(',').map((part) => item.parse(part.trim())),
    from(value) {
      if (!Array.isArray(value)) return undefined;
      return value.map((part: unknown) => item.from?.(part) ?? item.parse(String(part)));
    },
    complete(prefix, context) {
      const start = prefix.lastIndexOf(',') + 1;
      const taken = new Set(prefix.slice(0, start).split(','));
      return (item.complete?.(prefix.slice(start), context) ?? [])
        .filter(({ value }) => !taken.has(value))
        .map((candidate) => ({ ...candidate, value: prefix.slice(0, start) + candidate.value }));
    },
    display: (values) => values.map((value) => item.display?.(value) ?? String(value)).join(','),
  };
}
