/**
 * A filter over rows: `country = DE and latency < 300ms`. Commands get it compiled; `test` is cheap and safe to call for
 * every row. On a prompt or in a script it is written without quotes, as one argument of a shell it is one quoted word.
 */
import { compile, walk } from '../expr/compile.ts';
import { resolveField } from '../expr/fields.ts';
import { truthy } from '../expr/compare.ts';
import { fail } from '../../model/errors.ts';
import { nearest } from '../../lib/suggest.ts';
import { parseExpression } from '../syntax/parse-expression.ts';
import { badValue } from './bad-value.ts';
import type { RefbotError } from '../../model/errors.ts';
import type { ArgType } from '../types.ts';

export interface Filter {
  /** As it was written. */
  readonly text: string;
  test(row: object): boolean;
}

/** @param fields names the filter may use; absent = those of the rows that come through the pipe */
export function filter(fields?: readonly string[]): ArgType<Filter> {
  return {
    name: 'filter',
    syntax: 'filter',
    ...(fields ? { fields } : {}),
    parse(text) {
      if (text.trim() === '') throw badValue(text, 'a filter', "'country = DE and latency < 300ms'");
      const expr = parseExpression(text, 'filter');
      for (const part of walk(expr)) {
        if (part.kind === 'field' && fields && resolveField(part.path[0]!, fields) === null)
          throw unknownField(part.path[0]!, fields);
      }
      const value = compile(expr, fields ?? null, () => {
        throw fail('unknown-variable', `variables cannot be used here: ${text}`);
      });
      return { text, test: (row) => truthy(value(row)) };
    },
    compiled: (text, evaluate) => ({ text, test: (row) => truthy(evaluate(row)) }),
    display: ({ text }) => text,
  };
}

function unknownField(name: string, fields: readonly string[]): RefbotError {
  const near = nearest(name, fields);
  return fail('unknown-field', `there is no field ${name}`, {
    hint: near === null ? `fields: ${fields.join(', ')}` : `did you mean ${near} ?`,
  });
}
