/**
 * Runs one pipeline: binds every stage, asks where something would be destroyed, starts the commands and links their
 * rows. What comes out is not shown yet; see show.ts.
 */
import { bindArgs } from './bind-args.ts';
import { errorAt, locate } from '../syntax/place.ts';
import { fail } from '../../model/errors.ts';
import { maskSecrets } from '../../lib/safe-text.ts';
import { fieldsBehind } from '../check/check-pipeline.ts';
import { flow, rowsOf, told } from './rows.ts';
import { AlreadyReported, Exit } from './control.ts';
import type { Engine, Progress } from '../../engine/types.ts';
import type { Column, CommandContext, CommandDefinition, Presentation, Row } from '../define.ts';
import type { RunOptions } from '../interpreter.ts';
import type { Command } from '../registry.ts';
import type { Call, Pipeline } from '../syntax/ast.ts';
import type { Bound } from './bind-args.ts';
import type { Environment } from './environment.ts';
import type { Evaluation } from './evaluate.ts';
import type { Arrived, Returned } from './rows.ts';

/** What a pipeline gives, before it is shown. */
export interface Outcome {
  readonly returned: Arrived;
  /** Columns of the table, as the last command that has some declares them; null = from the rows. */
  readonly columns: readonly Column[] | null;
  readonly fields: readonly string[] | null;
  /** How a person sees the value; null = as lines of key and value. */
  readonly text: CommandDefinition['show'] | null;
  /** It is a page to read, in a pipe as well. */
  readonly page: boolean;
  /** What to tell a person where there are no rows. */
  empty(): string;
  /** True when the last command declares that it has nothing to show. */
  readonly silent: boolean;
}

/** How a pipeline talks while it runs. */
export interface Channel {
  progress(progress: Progress): void;
  meta(facts: Readonly<Record<string, unknown>>): void;
  present(presentation: Presentation): void;
  emit(value: Row): Promise<void>;
}

export interface Stage {
  readonly call: Call;
  readonly command: Command;
  readonly bound: Bound;
  /** Fields of the rows that leave it. */
  readonly fields: readonly string[] | null;
}

export interface Prepared {
  readonly stages: readonly Stage[];
  /** Global flags and those of the calls. */
  readonly options: RunOptions;
}

/** Evaluates all arguments before anything runs. @throws what is wrong, with its place */
export async function preparePipeline(
  environment: Environment,
  evaluation: Evaluation,
  pipeline: Pipeline,
): Promise<Prepared> {
  const stages: Stage[] = [];
  let fields: readonly string[] | null = null;
  let { options } = environment;
  for (const call of pipeline.calls) {
    const command = latest(environment, call);
    if (!command)
      throw errorAt(environment.place, 'unknown-command', `unknown command ${call.words.join(' ')}`, call.nameAt);
    const own = fieldsBehind(command.definition, null, {});
    const bound = await bindArgs(evaluation, call, command, command.definition.input === 'rows' ? fields : own);
    fields = fieldsBehind(command.definition, fields, bound.args);
    if (environment.remote && bound.options.allowPrivate) {
      throw errorAt(
        environment.place,
        'unsafe-remote-flag',
        '--allow-private does not reach a RefBot that is running already',
        call.at,
      );
    }
    options = { ...options, ...bound.options };
    stages.push({ call, command, bound, fields });
  }
  return { stages, options };
}

/** A command of one's own may have been defined anew since the text was read. */
function latest({ session }: Environment, { command }: Call): Command | null {
  return command?.own ? (session.functions.get(command.name) ?? command) : command;
}

/** Starts the stages. Rows are made as they are read. @throws readonly, not-confirmed, and what the commands throw */
export async function startPipeline(
  environment: Environment,
  { stages, options }: Prepared,
  channel: Channel,
): Promise<Outcome> {
  for (const stage of stages) await permit(environment, stage, options, channel);
  let returned: Arrived = { value: undefined };
  let columns: readonly Column[] | null = null;
  for (const [index, stage] of stages.entries()) {
    const { definition } = stage.command;
    if (options.dryRun && definition.effect !== 'read' && !definition.dryRun) {
      environment.io.note(`would run: ${textOf(environment, stage)}`);
      returned = { value: undefined };
      continue;
    }
    const input = index === 0 ? undefined : rowsOf(returned);
    const result = await runStage(environment, stage, options, channel, input);
    returned = watched(environment, stage, result, index === 0);
    columns = definition.columns ?? (definition.input === 'rows' ? columns : null);
  }
  const last = stages.at(-1)!;
  const { show, output, page } = last.command.definition;
  const { empty } = stages[0]!.command.definition;
  return {
    returned,
    columns,
    text: show ?? null,
    page: page === true,
    empty: () => (environment.engine && empty?.(environment.engine)) ?? 'no rows',
    fields: last.fields,
    silent: output === 'none',
  };
}

async function runStage(
  environment: Environment,
  stage: Stage,
  options: RunOptions,
  channel: Channel,
  input: AsyncIterable<Row> | undefined,
): Promise<Returned> {
  const { engine, place } = environment;
  if (!engine && (stage.command.definition.needs ?? 'engine') === 'engine') {
    throw errorAt(
      place,
      'not-running',
      `\`${stage.command.name}\` needs the engine, which is not running here`,
      stage.call.nameAt,
    );
  }
  const { command, bound } = stage;
  if (command.own) {
    try {
      return told(await environment.call(environment, command, bound.args, options, true));
    } catch (error) {
      throw pointed(error, environment, stage);
    }
  }
  try {
    const context = contextOf(environment, options, channel, input);
    return told(await command.definition.run(context, bound.args));
  } catch (error) {
    throw pointed(error, environment, stage);
  }
}

/** What a command gets beside its arguments. */
function contextOf(
  environment: Environment,
  options: RunOptions,
  channel: Channel,
  input: AsyncIterable<Row> | undefined,
): CommandContext {
  const { io, engine } = environment;
  return {
    // Commands that need an engine were refused above where there is none.
    engine: engine as Engine,
    signal: environment.signal,
    io,
    session: environment.session,
    language: environment.language(environment, options),
    options: {
      yes: options.yes === true,
      dryRun: options.dryRun === true,
      readonly: options.readonly === true,
      allowPrivate: options.allowPrivate === true,
    },
    progress: (progress) => channel.progress(progress),
    note: (text) => {
      if (!options.quiet) io.note(text);
    },
    meta: (facts) => channel.meta(facts),
    present: (presentation) => channel.present(presentation),
    emit: (value) => channel.emit(value),
    ...(environment.face ? { face: environment.face } : {}),
    ...(input ? { input } : {}),
  };
}

/** Rows that end with the signal (first stage), and whose errors point at their command. */
function watched(environment: Environment, stage: Stage, returned: Returned, first: boolean): Arrived {
  if (!('rows' in returned)) return returned;
  const until = first ? environment.signal : null;
  return { rows: flow(returned.rows, until, (error) => pointed(error, environment, stage)) };
}

function pointed(error: unknown, { place }: Environment, { call }: Stage): unknown {
  if (error instanceof Exit || error instanceof AlreadyReported) return error;
  return locate(error, place, call.nameAt);
}

/** A call as it was typed, without passwords. */
function textOf({ place }: Environment, { call }: Stage): string {
  return maskSecrets(place.text.slice(call.at.start, call.at.end));
}

async function permit(environment: Environment, stage: Stage, options: RunOptions, channel: Channel): Promise<void> {
  const { io, place } = environment;
  const { call, command } = stage;
  const { effect } = command.definition;
  if (effect === 'read') return;
  if (options.readonly) {
    throw errorAt(
      place,
      'readonly',
      `\`${command.name}\` would change the state, and this session is read-only`,
      call.nameAt,
    );
  }
  if (effect !== 'danger' || options.yes || options.dryRun) return;
  const { question, summary } = command.definition;
  const asked = await question?.(contextOf(environment, options, channel, undefined), stage.bound.args);
  // Where nobody can answer it does not depend on what there is: a script fails at once or never.
  if (asked === null && io.output.tty) return;
  if (await io.confirm(asked ?? `${summary}: ${textOf(environment, stage)} ?`)) return;
  // On a terminal somebody has said no.
  if (io.output.tty) throw fail('not-confirmed', `\`${command.name}\` was not confirmed: nothing was done`);
  throw fail('not-confirmed', `\`${command.name}\` destroys something and was not confirmed`, {
    hint: 'give --yes where nobody can answer',
  });
}
