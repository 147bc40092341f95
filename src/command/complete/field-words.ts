/** Candidates inside a filter: a field, then an operator, then a value that the field can have, then `and` or `or`. */
import { ANONYMITIES, BREAKER_STATES, PROTOCOLS, STATUSES } from '../../model/proxy.ts';
import { FAILURE_REASONS } from '../../model/report.ts';
import { OPERATORS } from '../syntax/ast.ts';
import { resolveField } from '../expr/fields.ts';
import type { Engine } from '../../engine/types.ts';
import type { Completion } from '../types.ts';
import type { Token } from './stage-reader.ts';

const VALUES: Readonly<Record<string, readonly string[]>> = {
  status: [...STATUSES, 'testing'],
  protocols: PROTOCOLS,
  anonymity: ANONYMITIES,
  breaker: BREAKER_STATES,
  failure: Object.keys(FAILURE_REASONS),
  banned: ['true', 'false'],
  latencyMs: ['300ms', '1s', '3s'],
};
const OPERATOR_HELP: Readonly<Record<string, string>> = {
  '=': 'is',
  '!=': 'is not',
  '~': 'matches the regular expression',
  '!~': 'does not match',
  in: 'is one of: in [DE, FR]',
  'not in': 'is none of',
};

/** @param before the words of the filter in front of the cursor's */
export function fieldWords(before: readonly Token[], fields: readonly string[], engine: Engine | null): Completion[] {
  const words = before.map((token) => token.text);
  const last = words.at(-1);
  if (isOperator(last) && last !== 'in') return valueWords(words.at(-2) ?? '', fields, engine);
  if (last === 'in') return valueWords(words.at(words.at(-2) === 'not' ? -3 : -2) ?? '', fields, engine);
  if (last === undefined || ['and', 'or', 'not', 'where'].includes(last)) return plain([...fields, 'not']);
  const isField = resolveField(last, fields) !== null && !isOperator(words.at(-2));
  if (!isField) return plain(['and', 'or']);
  return OPERATORS.map((value) => ({ value, ...(OPERATOR_HELP[value] ? { help: OPERATOR_HELP[value] } : {}) }));
}

function isOperator(word: string | undefined): boolean {
  return (OPERATORS as readonly string[]).includes(word ?? '') || word === '==';
}

function valueWords(field: string, fields: readonly string[], engine: Engine | null): Completion[] {
  const name = resolveField(field, fields) ?? field;
  if (name !== 'country') return plain(VALUES[name] ?? []);
  return (engine?.view.stats().countries ?? []).map(({ country, working }) => ({
    value: country,
    help: `${working} working`,
  }));
}

function plain(words: readonly string[]): Completion[] {
  return words.map((value) => ({ value }));
}
