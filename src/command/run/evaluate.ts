/** Values of words, variables, lists and expressions while a text runs. Sub-pipelines are run by the one who asks. */
import { asText } from '../expr/compare.ts';
import { compile, constantsOf } from '../expr/compile.ts';
import { Quantity } from '../expr/quantity.ts';
import { errorAt } from '../syntax/place.ts';
import { readPath } from '../expr/fields.ts';
import { staticText } from '../syntax/words.ts';
import type { Constant } from '../expr/compile.ts';
import type { Expr, Part, Pipeline, Term, Variable } from '../syntax/ast.ts';
import type { Place } from '../syntax/place.ts';
import type { Known } from '../types.ts';

export interface Evaluation {
  readonly variables: ReadonlyMap<string, unknown>;
  readonly place: Place;
  /** Runs a pipeline and gives its rows as an array, or its value. */
  sub(pipeline: Pipeline): Promise<unknown>;
}

/** A word is its text, a list an array, everything else the value it has. @throws unknown-variable */
export async function evaluateTerm(evaluation: Evaluation, term: Term): Promise<unknown> {
  switch (term.kind) {
    case 'word':
      return term.parts.map((part) => (part.kind === 'text' ? part.text : textOf(evaluation, part))).join('');
    case 'variable':
      return valueOf(evaluation, term);
    case 'sub':
      return readPath(await evaluation.sub(term.pipeline), term.path);
    case 'list': {
      const items: unknown[] = [];
      for (const item of term.items) items.push(await evaluateTerm(evaluation, item));
      return items;
    }
  }
}

/** The value of an expression outside of filters. @throws unknown-variable */
export async function evaluateExpression(evaluation: Evaluation, expr: Expr): Promise<unknown> {
  const { evaluate } = await compileExpression(evaluation, expr, []);
  return evaluate({});
}

export interface Compiled {
  readonly evaluate: (row: object) => unknown;
  readonly known: readonly Known[];
}

/** Evaluates what an expression needs beside the row, then compiles it. @throws unknown-variable, bad-value */
export async function compileExpression(
  evaluation: Evaluation,
  expr: Expr,
  fields: readonly string[] | null,
): Promise<Compiled> {
  const values = new Map<Constant, unknown>();
  const known: Known[] = [];
  for (const constant of constantsOf(expr)) {
    const value = await evaluateTerm(evaluation, constant);
    values.set(constant, value);
    if (constant.kind === 'word' && staticText(constant) !== null) continue;
    known.push({ text: evaluation.place.text.slice(constant.at.start, constant.at.end), value });
  }
  return { evaluate: compile(expr, fields, (constant) => values.get(constant)), known };
}

/** Without braces a path reaches as far as there is something to reach into; behind it the dot is text. */
function textOf(evaluation: Evaluation, part: Part & { kind: 'variable' }): string {
  if (!part.loose) return asText(valueOf(evaluation, part));
  let value = valueOf(evaluation, { ...part, path: [] });
  for (const [index, step] of part.path.entries()) {
    if (!reachesInto(value, step)) return `${asText(value)}.${part.path.slice(index).join('.')}`;
    value = readPath(value, [step]);
  }
  return asText(value);
}

/** Rows have fields; a list has items, a length, and the fields of its rows. */
function reachesInto(value: unknown, step: string): boolean {
  if (!Array.isArray(value)) return typeof value === 'object' && value !== null && !(value instanceof Quantity);
  return /^\d+$/.test(step) || step === 'length' || value.some((item) => typeof item === 'object' && item !== null);
}

function valueOf(
  { variables, place }: Evaluation,
  { name, path, at }: Variable | (Part & { kind: 'variable' }),
): unknown {
  if (!variables.has(name)) {
    throw errorAt(place, 'unknown-variable', `unknown variable $${name}`, at, {
      label: 'was never set',
      hint: `set it first: let ${name} = …`,
    });
  }
  return readPath(variables.get(name), path);
}
