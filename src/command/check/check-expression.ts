/** Checks an expression: variables that were never set, fields that the rows do not have, broken regular expressions. */
import { errorAt, locate } from '../syntax/place.ts';
import { matcher } from '../expr/compare.ts';
import { nearest } from '../../lib/suggest.ts';
import { resolveField } from '../expr/fields.ts';
import { staticText } from '../syntax/words.ts';
import { walk } from '../expr/compile.ts';
import type { At, Expr, Term } from '../syntax/ast.ts';
import type { Checking, Fields } from './checking.ts';
import type { Scope } from './scope.ts';

/** @param fields [] = a condition: no fields at all; null = not known */
export function checkExpression(
  checking: Checking,
  expr: Expr,
  fields: Fields,
  checkTerm: (checking: Checking, term: Term) => void,
): void {
  const { scope } = checking;
  for (const part of walk(expr)) {
    if (part.kind === 'field') {
      if (fields?.length === 0) scope.report(bareWord(checking, part.path[0]!, part.at));
      else checkField(scope, part.path[0]!, fields, part.at);
    } else if (part.kind === 'variable' || part.kind === 'word' || part.kind === 'sub') checkTerm(checking, part);
    else if (part.kind === 'compare' && part.operator.endsWith('~')) checkPattern(scope, part.right);
  }
}

export function checkField(scope: Scope, name: string, fields: Fields, at: At): void {
  if (fields === null || fields.length === 0 || resolveField(name, fields) !== null) return;
  const near = nearest(name, [...fields, ...fields.map((field) => field.replace(/Ms$/, ''))]);
  scope.report(
    errorAt(scope.place, 'unknown-field', `unknown field ${name}`, at, {
      label: 'the rows have no such field',
      hint: near === null ? `fields: ${fields.join(', ')}` : `did you mean ${near} ?`,
    }),
  );
}

function checkPattern(scope: Scope, right: Expr): void {
  const source = right.kind === 'word' ? staticText(right) : right.kind === 'literal' ? right.value : null;
  if (source === null) return;
  try {
    matcher('~', source);
  } catch (error) {
    scope.report(locate(error, scope.place, right.at));
  }
}

/** `if alive < 5`: a bare word has no value outside of filters. */
function bareWord({ scope, registry }: Checking, name: string, at: At): ReturnType<typeof errorAt> {
  const hint = scope.has(name)
    ? `did you mean $${name} ?`
    : registry.isCommand(name)
      ? `the value of a command stands in brackets: (${name} …).field`
      : `variables are written $${name}, text in quotes: '${name}'`;
  return errorAt(scope.place, 'syntax', `${name} has no value here`, at, { hint });
}
