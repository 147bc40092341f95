/**
 * Compiles an expression once into a function over rows. Variables, strings with variables and sub-pipelines are constants
 * by then: the caller hands in their values. Used for filters over 100,000 rows, so the right side is prepared once.
 */
import { matcher, truthy } from './compare.ts';
import { fieldReader } from './fields.ts';
import { staticText } from '../syntax/words.ts';
import type { Expr, List, Sub, Variable, Word } from '../syntax/ast.ts';

/** What has to be known before an expression can be compiled. */
export type Constant = Word | Variable | Sub;
export type ResolveConstant = (constant: Constant) => unknown;

/** @param fields the fields of the rows; null when not known. @throws bad-value for a broken regular expression */
export function compile(
  expr: Expr,
  fields: readonly string[] | null,
  resolve: ResolveConstant,
): (row: object) => unknown {
  switch (expr.kind) {
    case 'literal':
      return () => expr.value;
    case 'field':
      return fieldReader(expr.path, fields);
    case 'word':
    case 'variable':
    case 'sub': {
      const value = expr.kind === 'word' ? (staticText(expr) ?? resolve(expr)) : resolve(expr);
      return () => value;
    }
    case 'list':
      return compileList(expr, fields, resolve);
    case 'not': {
      const operand = compile(expr.operand, fields, resolve);
      return (row) => !truthy(operand(row));
    }
    case 'and': {
      const left = compile(expr.left, fields, resolve);
      const right = compile(expr.right, fields, resolve);
      return (row) => truthy(left(row)) && truthy(right(row));
    }
    case 'or': {
      const left = compile(expr.left, fields, resolve);
      const right = compile(expr.right, fields, resolve);
      return (row) => truthy(left(row)) || truthy(right(row));
    }
    case 'compare': {
      const left = compile(expr.left, fields, resolve);
      const right = compile(expr.right, fields, resolve);
      if (mentionsField(expr.right)) return (row) => matcher(expr.operator, right(row))(left(row));
      const test = matcher(expr.operator, right({}));
      return (row) => test(left(row));
    }
  }
}

function compileList(
  list: List<Expr>,
  fields: readonly string[] | null,
  resolve: ResolveConstant,
): (row: object) => unknown {
  const items = list.items.map((item) => compile(item, fields, resolve));
  return (row) => items.map((item) => item(row));
}

function mentionsField(expr: Expr): boolean {
  for (const part of walk(expr)) if (part.kind === 'field') return true;
  return false;
}

/** The expression and everything in it, outside in. */
export function* walk(expr: Expr): Generator<Expr> {
  yield expr;
  if (expr.kind === 'not') yield* walk(expr.operand);
  else if (expr.kind === 'and' || expr.kind === 'or' || expr.kind === 'compare') {
    yield* walk(expr.left);
    yield* walk(expr.right);
  } else if (expr.kind === 'list') for (const item of expr.items) yield* walk(item);
}

/** Everything in the expression whose value must be known first. */
export function constantsOf(expr: Expr): Constant[] {
  return [...walk(expr)].filter(
    (part): part is Constant => part.kind === 'word' || part.kind === 'variable' || part.kind === 'sub',
  );
}
