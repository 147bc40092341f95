/** Candidates inside a filter: a field, then an operator, then a value that the field can have, then `and` or `or`. */
import { ANONYMITIES, BREAKER_STATES, PROTOCOLS, STATUSES } from '../../model/proxy.ts';
import { FAILURE_REASONS } from '../../model/report.ts';
import { OPERATORS } from '../syntax/ast.ts';
import { resolveField } from '../expr/fields.ts';
import type { Engine } from '../../engine/types.ts';
import type { Completion } from '../types.ts';
import type { Token } from './split.ts';

const VALUES: Readonly<Record<string, readonly string[]>> = {
  status: [...STATUSES, 'testing'],
  protocols: PROTOCOLS,
  anonymity: ANONYMITIES,
  breaker: BREAKER_STATES,
  failure: Object.keys(FAILURE_REASONS),
  banned: ['true', 'false'],
  latencyMs: ['300ms', '1s', '3s'],
};

export function fieldWords(
  before: readonly Token[],
  prefix: string,
  fields: readonly string[],
  engine: Engine | null,
): Completion[] {
  const words = before.map((token) => token.text);
  const last = words.at(-1);
  const operator = (OPERATORS as readonly string[]).includes(last ?? '');
  if (operator && last !== 'in') return valueWords(words.at(-2) ?? '', prefix, fields, engine);
  if (last === 'in') return valueWords(words.at(words.at(-2) === 'not' ? -3 : -2) ?? '', prefix, fields, engine);
  if (last === undefined || ['and', 'or', 'not', 'where'].includes(last)) return begun([...fields, 'not'], prefix);
  const isField = resolveField(last, fields) !== null && !(OPERATORS as readonly string[]).includes(words.at(-2) ?? '');
  return begun(isField ? OPERATORS : ['and', 'or'], prefix);
}

function valueWords(field: string, prefix: string, fields: readonly string[], engine: Engine | null): Completion[] {
  const name = resolveField(field, fields) ?? field;
  if (name === 'country') {
    const countries = engine?.view.stats().countries ?? [];
    return begun(
      countries.map(({ country }) => country),
      prefix,
    );
  }
  return begun(VALUES[name] ?? [], prefix);
}

function begun(words: readonly string[], prefix: string): Completion[] {
  return words.filter((word) => word.toLowerCase().startsWith(prefix.toLowerCase())).map((value) => ({ value }));
}
