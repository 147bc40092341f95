/** A condition over variables, as `assert` takes it: `$alive > 50`, `(proxies stats).working >= $want`. */
import { badValue } from './bad-value.ts';
import { compile } from '../expr/compile.ts';
import { fail } from '../../model/errors.ts';
import { parseExpression } from '../syntax/parse-expression.ts';
import { truthy } from '../expr/compare.ts';
import type { ArgType, Known } from '../types.ts';

export interface Condition {
  /** As it was written. */
  readonly text: string;
  readonly holds: boolean;
  /** The variables in it and their values, for the message when it does not hold. */
  readonly known: readonly Known[];
}

export const condition: ArgType<Condition> = {
  name: 'condition',
  syntax: 'condition',
  fields: [],
  parse(text) {
    if (text.trim() === '') throw badValue(text, 'a condition', "'$alive > 50'");
    const evaluate = compile(parseExpression(text, 'condition'), [], () => {
      throw fail('unknown-variable', `there are no variables here: ${text}`);
    });
    return { text, holds: truthy(evaluate({})), known: [] };
  },
  compiled: (text, evaluate, known) => ({ text, holds: truthy(evaluate({})), known }),
  display: ({ text }) => text,
};
