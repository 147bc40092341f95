/** The arguments of a call as the command gets them: evaluated, of their declared types, defaults filled in. */
import { arrange } from '../arrange.ts';
import { asText } from '../expr/compare.ts';
import { compileExpression, evaluateTerm } from './evaluate.ts';
import { convert } from '../types/convert.ts';
import { locate } from '../syntax/place.ts';
import { optionsOfFlags } from '../flags/common-flags.ts';
import { usageOf } from '../help/usage.ts';
import type { Slot } from '../arrange.ts';
import type { RunOptions } from '../interpreter.ts';
import type { Command } from '../registry.ts';
import type { ArgValue, Call } from '../syntax/ast.ts';
import type { ArgType } from '../types.ts';
import type { Evaluation } from './evaluate.ts';

export interface Bound {
  readonly args: Readonly<Record<string, unknown>>;
  /** What the common flags of this call ask for. */
  readonly options: RunOptions;
}

/** @param fields of the rows that come through the pipe; null when not known. @throws what is wrong, with its place */
export async function bindArgs(
  evaluation: Evaluation,
  call: Call,
  command: Command,
  fields: readonly string[] | null,
): Promise<Bound> {
  const { slots, errors } = arrange(call, command, evaluation.place);
  if (errors[0]) throw errors[0];
  const args: Record<string, unknown> = {};
  const common: Record<string, unknown> = {};
  for (const spec of command.definition.args ?? []) args[spec.name] = spec.default ?? (spec.rest ? [] : undefined);
  for (const [name, spec] of Object.entries(command.definition.flags ?? {})) {
    args[name] = spec.type ? (spec.default ?? (spec.many ? [] : undefined)) : false;
  }
  for (const slot of slots) {
    try {
      (slot.common ? common : args)[slot.name] = await valueOfSlot(evaluation, slot, fields);
    } catch (error) {
      throw locate(error, evaluation.place, slot.at, { usage: usageOf(command) });
    }
  }
  return { args, options: optionsOfFlags(common) };
}

async function valueOfSlot(evaluation: Evaluation, slot: Slot, fields: readonly string[] | null): Promise<unknown> {
  const { type, values } = slot;
  if (type === null) return true;
  if (type.syntax === 'selector') return selectorValue(evaluation, type, values);
  if (!slot.many) return valueOf(evaluation, type, values[0]!, fields);
  const all: unknown[] = [];
  for (const value of values) {
    const one = value.kind === 'variable' || value.kind === 'sub' ? await evaluateTerm(evaluation, value) : undefined;
    // A list from a variable fills a rest argument item by item; a list written out does so too.
    const items = Array.isArray(one)
      ? one
      : value.kind === 'list'
        ? ((await evaluateTerm(evaluation, value)) as unknown[])
        : null;
    if (items) all.push(...items.map((item) => convert(type, item)));
    else all.push(one === undefined ? await valueOf(evaluation, type, value, fields) : convert(type, one));
  }
  return all;
}

async function valueOf(
  evaluation: Evaluation,
  type: ArgType<unknown>,
  value: ArgValue,
  fields: readonly string[] | null,
): Promise<unknown> {
  if (value.kind === 'line') return convert(type, value.text);
  if (value.kind !== 'filter') return convert(type, await evaluateTerm(evaluation, value));
  const { evaluate, known } = await compileExpression(evaluation, value.expr, type.fields ?? fields);
  return type.compiled === undefined ? convert(type, value.text) : type.compiled(value.text, evaluate, known);
}

/** `@top 10` and `1 2 3` are one selector of several words; a variable in it may hold rows. */
async function selectorValue(
  evaluation: Evaluation,
  type: ArgType<unknown>,
  values: readonly ArgValue[],
): Promise<unknown> {
  if (values.length === 1) return valueOf(evaluation, type, values[0]!, null);
  const parts: unknown[] = [];
  for (const value of values) {
    if (value.kind === 'filter' || value.kind === 'line') return valueOf(evaluation, type, value, null);
    const part = await evaluateTerm(evaluation, value);
    parts.push(...(Array.isArray(part) ? (part as unknown[]) : [part]));
  }
  if (parts.every((part) => typeof part !== 'object')) return convert(type, parts.map(asText).join(' '));
  return convert(type, parts);
}
