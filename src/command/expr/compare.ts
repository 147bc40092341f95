/**
 * How two values of the language compare. Pure; never throws except for a broken regular expression.
 * Text is equal whatever its case, a number equals its text, null equals only null, and a list on the left matches
 * when one of its items does. Order is only between numbers, or between texts; anything else is false.
 */
import { compilePattern } from '../../lib/pattern.ts';
import { badValue } from '../types/bad-value.ts';
import { Quantity } from './quantity.ts';
import type { Operator } from '../syntax/ast.ts';

export type Matcher = (value: unknown) => boolean;

/** Prepares the right side once: what is returned tests one left side. @throws bad-value for a broken regular expression */
export function matcher(operator: Operator, right: unknown): Matcher {
  const wanted = plain(right);
  switch (operator) {
    case '=':
      return equals(wanted);
    case '!=':
      return negate(equals(wanted));
    case '<':
    case '<=':
    case '>':
    case '>=':
      return anyItem(ordered(operator, wanted));
    case '~':
      return anyItem(regex(wanted));
    case '!~':
      return negate(anyItem(regex(wanted)));
    case 'in':
      return among(wanted);
    case 'not in':
      return negate(among(wanted));
  }
}

/** What counts as true alone: not null, false, 0, empty text or an empty list. */
export function truthy(value: unknown): boolean {
  const bare = plain(value);
  return Array.isArray(bare) ? bare.length > 0 : Boolean(bare);
}

/** Text of a value inside a string or as an argument. */
export function asText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(asText).join(',');
  if (value instanceof Quantity) return value.text;
  return typeof value === 'object' ? JSON.stringify(value) : String(value as string | number | boolean);
}

function plain(value: unknown): unknown {
  if (value instanceof Quantity) return value.value;
  return value === undefined ? null : value;
}

function equals(wanted: unknown): Matcher {
  if (Array.isArray(wanted)) {
    const tests = wanted.map((item) => scalarEquals(plain(item)));
    return (value) =>
      Array.isArray(value) &&
      value.length === tests.length &&
      tests.every((test) => value.some((item) => test(plain(item))));
  }
  return anyItem(scalarEquals(wanted));
}

function scalarEquals(wanted: unknown): Matcher {
  if (wanted === null) return (value) => value === null;
  if (typeof wanted === 'string') {
    const text = wanted.toLowerCase();
    const number = numeric(wanted);
    const flag = text === 'yes' ? true : text === 'no' ? false : null;
    return (value) => {
      if (typeof value === 'string') return value === wanted || value.toLowerCase() === text;
      if (typeof value === 'number') return value === number;
      return typeof value === 'boolean' && (value === flag || String(value) === text);
    };
  }
  if (typeof wanted === 'number') {
    return (value) => value === wanted || (typeof value === 'string' && numeric(value) === wanted);
  }
  if (typeof wanted === 'boolean') {
    return (value) => value === wanted || (typeof value === 'string' && scalarEquals(value)(wanted));
  }
  return (value) => value === wanted;
}

function ordered(operator: '<' | '<=' | '>' | '>=', wanted: unknown): Matcher {
  const number = typeof wanted === 'number' ? wanted : typeof wanted === 'string' ? numeric(wanted) : null;
  const holds = <T extends number | string>(left: T, right: T): boolean => {
    if (operator === '<') return left < right;
    if (operator === '<=') return left <= right;
    return operator === '>' ? left > right : left >= right;
  };
  return (value) => {
    if (typeof value === 'number') return number !== null && holds(value, number);
    if (typeof value !== 'string') return false;
    const valueNumber = number === null ? null : numeric(value);
    if (valueNumber !== null && number !== null) return holds(valueNumber, number);
    return typeof wanted === 'string' && holds(value, wanted);
  };
}

function regex(wanted: unknown): Matcher {
  const source = asText(wanted);
  let pattern: RegExp;
  try {
    pattern = compilePattern(source);
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/^.*: /, '') : '';
    throw badValue(source, 'a regular expression', "'^192[.]0[.]', 'html|body'", why);
  }
  return (value) => value !== null && pattern.test(asText(value));
}

function among(wanted: unknown): Matcher {
  const tests = (Array.isArray(wanted) ? wanted : [wanted]).map((item) => scalarEquals(plain(item)));
  return anyItem((value) => tests.some((test) => test(value)));
}

/** A list on the left matches when one of its items does; an empty list is like null. */
function anyItem(test: Matcher): Matcher {
  return (value) => {
    if (!Array.isArray(value)) return test(plain(value));
    return value.length === 0 ? test(null) : value.some((item) => test(plain(item)));
  };
}

function negate(test: Matcher): Matcher {
  return (value) => !test(value);
}

function numeric(text: string): number | null {
  return /^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : null;
}
