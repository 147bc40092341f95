/**
 * Type-checks one pipeline: commands, flags, argument types of what is written out, fields of the rows behind each bar.
 * Follows which fields the rows have from stage to stage; where that is not known, fields are not checked.
 */
import { arrange } from '../arrange.ts';
import { COMMON_FLAGS } from '../flags/common-flags.ts';
import { nearest } from '../../lib/suggest.ts';
import { checkExpression, checkField } from './check-expression.ts';
import { convert } from '../types/convert.ts';
import { errorAt, locate } from '../syntax/place.ts';
import { Scope } from './scope.ts';
import { staticText } from '../syntax/words.ts';
import { usageOf } from '../help/usage.ts';
import type { Slot } from '../arrange.ts';
import type { CommandDefinition } from '../define.ts';
import type { Command } from '../registry.ts';
import type { ArgValue, Call, Pipeline, Term } from '../syntax/ast.ts';
import type { Checking, Fields } from './checking.ts';
import type { SortKey } from '../types/sort-key.ts';

/** @returns the fields of what comes out at the end */
export function checkPipeline(checking: Checking, pipeline: Pipeline): Fields {
  let fields: Fields = null;
  let previous: Command | null = null;
  for (const [index, call] of pipeline.calls.entries()) {
    if (!call.command) {
      checking.scope.report(unknownCommand(checking, call));
      fields = null;
      previous = null;
      continue;
    }
    checkPlace(checking, call, call.command, index, previous);
    fields = checkCall(checking, call, call.command, fields);
    previous = call.command;
  }
  if (pipeline.redirect) checkTerm(checking, pipeline.redirect.target);
  return fields;
}

/** A pipeline whose value is used: it cannot go to a file as well. */
export function checkGathered(checking: Checking, pipeline: Pipeline): Fields {
  const { scope } = checking;
  if (pipeline.redirect) {
    const message = 'a pipeline whose value is used cannot go to a file';
    scope.report(errorAt(scope.place, 'syntax', message, pipeline.redirect.at));
  }
  return checkPipeline(checking, pipeline);
}

/** Checks what stands as an argument, without a type. */
export function checkTerm(checking: Checking, term: Term): void {
  if (term.kind === 'variable') checking.scope.checkVariable(term);
  else if (term.kind === 'list') for (const item of term.items) checkTerm(checking, item);
  else if (term.kind === 'word') {
    for (const part of term.parts) if (part.kind === 'variable') checking.scope.checkVariable(part);
  } else {
    const fields = checkGathered(checking, term.pipeline);
    const step = term.path.find((name) => !/^\d+$/.test(name));
    if (step !== undefined && step !== 'length') checkField(checking.scope, step, fields, term.at);
  }
}

/** The fields that rows have behind a command. */
export function fieldsBehind(
  definition: CommandDefinition,
  input: Fields,
  args: Readonly<Record<string, unknown>>,
): Fields {
  if (definition.outputFields) return definition.outputFields(input, args);
  const columns = definition.columns?.map((column) => column.field) ?? [];
  const own = [...new Set([...(definition.fields ?? []), ...columns])];
  if (own.length > 0) return own;
  return definition.input === 'rows' && definition.output === 'rows' ? input : null;
}

function checkPlace({ scope }: Checking, call: Call, command: Command, index: number, previous: Command | null): void {
  const takesRows = command.definition.input === 'rows';
  if (index === 0 && takesRows) {
    scope.report(
      errorAt(scope.place, 'syntax', `\`${command.name}\` works on rows that come through a pipe`, call.nameAt, {
        hint: `proxies list | ${command.name} …`,
      }),
    );
  } else if (index > 0 && !takesRows) {
    scope.report(
      errorAt(scope.place, 'syntax', `\`${command.name}\` takes no rows: it cannot stand behind |`, call.nameAt),
    );
  } else if (previous && previous.definition.output === 'none') {
    scope.report(
      errorAt(scope.place, 'syntax', `\`${previous.name}\` gives no rows: nothing comes through the pipe`, call.nameAt),
    );
  }
}

function checkCall(checking: Checking, call: Call, command: Command, input: Fields): Fields {
  const { scope } = checking;
  const { slots, errors } = arrange(call, command, scope.place);
  for (const error of errors) scope.report(error);
  const behind = command.definition.input === 'rows' ? input : fieldsBehind(command.definition, null, {});
  const args: Record<string, unknown> = {};
  for (const slot of slots) args[slot.name] = checkSlot(checking, slot, behind, command);
  return fieldsBehind(command.definition, input, args);
}

/** @returns the value where it is written out; undefined where it is known only when the text runs */
function checkSlot(checking: Checking, slot: Slot, fields: Fields, command: Command): unknown {
  const { type } = slot;
  if (type === null) return true;
  const usage = usageOf(command);
  if (type.syntax === 'selector' && slot.values.every((value) => value.kind === 'word')) {
    const texts = slot.values.map((value) => (value.kind === 'word' ? staticText(value) : null));
    for (const value of slot.values) if (value.kind === 'word') checkTerm(checking, value);
    return texts.includes(null) ? undefined : checkText(checking, slot, texts.join(' '), slot.at, usage);
  }
  const values = slot.values.map((value) => checkValue(checking, slot, value, fields, usage));
  if (type.syntax === 'fields')
    for (const [index, value] of values.entries()) checkNames(checking, value, slot.values[index]!, fields);
  if (slot.many) return values.includes(undefined) ? undefined : values;
  return values[0];
}

function checkValue(checking: Checking, slot: Slot, value: ArgValue, fields: Fields, usage: string): unknown {
  if (value.kind === 'filter') {
    checkExpression(checking, value.expr, slot.type!.fields ?? fields, checkTerm);
    return undefined;
  }
  if (value.kind === 'line') {
    if (slot.type!.syntax === 'alias') checkBeginning(checking, value.pipeline);
    else checkPipeline(checking, value.pipeline);
    return value.text;
  }
  checkTerm(checking, value);
  const text = value.kind === 'word' ? staticText(value) : null;
  return text === null ? undefined : checkText(checking, slot, text, value.at, usage);
}

/** What words are added to later need not be whole: only what can never become right is wrong. */
function checkBeginning(checking: Checking, pipeline: Pipeline): void {
  const scope = new Scope(checking.scope.place, []);
  checkPipeline({ ...checking, scope }, pipeline);
  for (const error of scope.errors)
    if (error.errorName === 'unknown-command' || error.errorName === 'unknown-flag') checking.scope.report(error);
}

function checkText({ scope }: Checking, slot: Slot, text: string, at: ArgValue['at'], usage: string): unknown {
  try {
    return convert(slot.type!, text);
  } catch (error) {
    scope.report(locate(error, scope.place, at, { usage }));
    return undefined;
  }
}

/** `sort` and `select` name fields: each must be one of the rows. */
function checkNames({ scope }: Checking, value: unknown, given: ArgValue, fields: Fields): void {
  const entries: readonly unknown[] = Array.isArray(value) ? value : [value];
  for (const entry of entries) {
    const name = typeof entry === 'string' ? entry : (entry as SortKey | undefined)?.field;
    if (name !== undefined) checkField(scope, name.split('.')[0]!, fields, given.at);
  }
}

function unknownCommand({ scope, registry }: Checking, call: Call): ReturnType<typeof errorAt> {
  const [noun = '', verb] = call.words;
  const verbs = registry.verbs(noun);
  const firstEnd = call.nameAt.start + noun.length;
  if (verbs.length > 0 && verb === undefined) {
    return errorAt(scope.place, 'unknown-command', `\`${noun}\` needs a verb`, call.nameAt, {
      hint: `${noun} ${verbs.join(' | ')}`,
    });
  }
  if (noun.startsWith('-')) {
    const near = nearest(
      noun,
      Object.keys(COMMON_FLAGS).map((flag) => `--${flag}`),
    );
    return errorAt(
      scope.place,
      'unknown-flag',
      `unknown flag ${noun}`,
      { start: call.nameAt.start, end: firstEnd },
      {
        label: 'no such flag in front of a command',
        hint: near === null ? '`help` names those that there are' : `did you mean ${near} ?`,
      },
    );
  }
  const typed = verbs.length > 0 ? `${noun} ${verb}` : noun;
  const near = registry.suggest(call.words);
  const at =
    verbs.length > 0
      ? { start: call.nameAt.start, end: call.nameAt.start + secondEnd(scope.place.text, call) }
      : { start: call.nameAt.start, end: firstEnd };
  const hint =
    near !== null
      ? `did you mean ${near} ?`
      : verbs.length > 0
        ? `${noun} ${verbs.join(' | ')}`
        : '`help` lists all commands';
  return errorAt(scope.place, 'unknown-command', `unknown command ${typed}`, at, {
    label: 'no command has this name',
    hint,
  });
}

/** Length of the first two words as they stand in the text. */
function secondEnd(text: string, call: Call): number {
  const typed = text.slice(call.nameAt.start, call.nameAt.end);
  return /^\S+\s+\S+/.exec(typed)?.[0].length ?? typed.length;
}
