/**
 * Runs statements one after the other. Strict by default: the first error ends the text; a trailing `?`, `try` or
 * --keep-going soften it. Ends early when the signal fires.
 */
import { AlreadyReported, Exit } from './control.ts';
import { startInBackground } from './background.ts';
import { breathe } from '../../lib/slices.ts';
import { convert } from '../types/convert.ts';
import { duration } from '../types/duration.ts';
import { errorAt, locate } from '../syntax/place.ts';
import { evaluateExpression, evaluateTerm } from './evaluate.ts';
import { evaluationOf, executePipeline, gatherPipeline } from './execute-pipeline.ts';
import { EXIT, fail } from '../../model/errors.ts';
import { exactDuration, formatDuration } from '../../lib/units.ts';
import { int } from '../types/int.ts';
import { maskSecrets } from '../../lib/safe-text.ts';
import { sleep } from './sleep.ts';
import { truthy } from '../expr/compare.ts';
import type { RefbotError } from '../../model/errors.ts';
import type { Block, Pipeline, Statement, Term } from '../syntax/ast.ts';
import type { ArgType } from '../types.ts';
import type { Environment } from './environment.ts';
import type { Result } from './result.ts';

export interface Running extends Environment {
  /** Shows an error that does not end the text (--keep-going) and remembers its status. */
  softened(error: RefbotError | AlreadyReported): Promise<void>;
  /** Values of the `param`s by name. */
  readonly params: ReadonlyMap<string, unknown>;
  /** Takes what the last statement gives, instead of showing it. */
  readonly result: Result | null;
}

export async function runBlock(running: Running, block: Block): Promise<void> {
  const last = block.at(-1);
  for (const statement of block) {
    if (running.signal.aborted) throw fail('cancelled', 'cancelled');
    try {
      // What is not last only shows.
      await runStatement(statement === last || !running.result ? running : { ...running, result: null }, statement);
    } catch (thrown) {
      if (thrown instanceof Exit) throw thrown;
      const error = thrown instanceof AlreadyReported ? thrown : locate(thrown, running.place, statement.at);
      const cancelled = !(error instanceof AlreadyReported) && error.errorName === 'cancelled';
      if (cancelled || !running.options.keepGoing) throw error;
      await running.softened(error);
    }
  }
}

async function runStatement(running: Running, statement: Statement): Promise<void> {
  const { variables } = running.session;
  switch (statement.kind) {
    case 'run':
      if (statement.background) return startInBackground(running, statement.pipeline);
      return runLine(running, statement.pipeline, statement.soft);
    case 'def':
      // Known since before the first statement ran.
      return;
    case 'let': {
      const { value } = statement;
      if (value.kind === 'pipeline') variables.set(statement.name, await gathered(running, value));
      else variables.set(statement.name, await evaluateExpression(evaluationOf(running), value));
      return;
    }
    case 'param':
      variables.set(statement.name, running.params.get(statement.name) ?? (await initialValue(running, statement)));
      return;
    case 'if':
      for (const { condition, body } of statement.branches) {
        if (truthy(await evaluateExpression(evaluationOf(running), condition))) return runBlock(running, body);
      }
      return statement.otherwise ? runBlock(running, statement.otherwise) : undefined;
    case 'for':
      for (const item of await itemsOf(running, statement.items)) {
        variables.set(statement.name, item);
        await runBlock(running, statement.body);
        await breathe();
      }
      return;
    case 'while':
      while (truthy(await evaluateExpression(evaluationOf(running), statement.condition))) {
        await runBlock(running, statement.body);
        // A loop of quick commands must let the screen and Ctrl-C have their turn.
        await breathe();
        if (running.signal.aborted) throw fail('cancelled', 'cancelled');
      }
      return;
    case 'repeat':
      return runRepeat(running, statement);
    case 'try':
      return runTry(running, statement);
    case 'timeout':
      return runTimeout(running, statement);
  }
}

async function runLine(running: Running, pipeline: Pipeline, soft: boolean): Promise<void> {
  const { variables } = running.session;
  if (running.options.echo) {
    running.io.note(`+ ${typedText(running, pipeline)}`);
  }
  const began = performance.now();
  try {
    if (running.result) running.result.add(await gathered(running, pipeline));
    else await executePipeline(running, pipeline);
    if (running.session.settings.timing)
      running.io.note(`${formatDuration(performance.now() - began)}  ${typedText(running, pipeline)}`);
    variables.set('last', { ok: true, exit: 0, error: null });
  } catch (thrown) {
    if (thrown instanceof Exit) throw thrown;
    const error = thrown instanceof AlreadyReported ? thrown : locate(thrown, running.place, pipeline.at);
    const exit = error instanceof AlreadyReported ? error.status : error.kind.exit;
    variables.set('last', { ok: false, exit, error: error.message });
    if (!soft || exit === EXIT.interrupted) throw error;
  }
}

/** Without its passwords. */
function typedText({ place }: Running, { at }: Pipeline): string {
  return maskSecrets(place.text.slice(at.start, at.end));
}

async function gathered(running: Running, pipeline: Pipeline): Promise<unknown> {
  const value = await gatherPipeline(running, pipeline);
  if (running.signal.aborted) throw fail('cancelled', 'cancelled');
  return value;
}

async function initialValue(running: Running, statement: Statement & { kind: 'param' }): Promise<unknown> {
  if (!statement.initial) return null;
  return typed(running, statement.initial, statement.type);
}

/** The value of a word as its type; the type's error points at the word. */
async function typed<T>(running: Running, term: Term, type: ArgType<T>): Promise<T> {
  try {
    return convert(type, await evaluateTerm(evaluationOf(running), term));
  } catch (error) {
    throw locate(error, running.place, term.at);
  }
}

/** A list, the rows of a pipeline, words with commas between them, or a range `1..10`. */
async function itemsOf(running: Running, term: Term): Promise<readonly unknown[]> {
  const value = await evaluateTerm(evaluationOf(running), term);
  if (Array.isArray(value)) return value as unknown[];
  if (value === null) return [];
  if (typeof value !== 'string') return [value];
  const range = /^(\d{1,9})\.\.(\d{1,9})$/.exec(value);
  if (!range) return value.split(',');
  const [from, to] = [Number(range[1]), Number(range[2])];
  if (to - from >= 1_000_000) throw errorAt(running.place, 'bad-value', 'a range of more than a million', term.at);
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
}

async function runRepeat(running: Running, statement: Statement & { kind: 'repeat' }): Promise<void> {
  const times = await typed(running, statement.times, int({ min: 0 }));
  const everyMs = statement.every ? await typed(running, statement.every, duration) : 0;
  for (let round = 0; round < times; round++) {
    const due = performance.now() + everyMs;
    await runBlock(running, statement.body);
    if (round < times - 1) await sleep(Math.max(0, due - performance.now()), running.signal);
  }
}

async function runTry(running: Running, statement: Statement & { kind: 'try' }): Promise<void> {
  try {
    // Inside a try the first error goes to the catch, whatever --keep-going says.
    await runBlock({ ...running, options: { ...running.options, keepGoing: false } }, statement.body);
  } catch (thrown) {
    if (thrown instanceof Exit) throw thrown;
    const error = thrown instanceof AlreadyReported ? thrown : locate(thrown, running.place, statement.at);
    const reported = error instanceof AlreadyReported;
    if (!reported && error.errorName === 'cancelled') throw error;
    if (!statement.caught) return;
    const { name, body } = statement.caught;
    const facts = reported
      ? { code: null, message: error.message, exit: error.status }
      : { code: error.kind.code, message: error.message, exit: error.kind.exit };
    if (name !== null) running.session.variables.set(name, facts);
    await runBlock(running, body);
  }
}

async function runTimeout(running: Running, statement: Statement & { kind: 'timeout' }): Promise<void> {
  const limitMs = await typed(running, statement.limit, duration);
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), Math.min(limitMs, 2 ** 31 - 1));
  try {
    await runBlock({ ...running, signal: AbortSignal.any([running.signal, limit.signal]) }, statement.body);
  } catch (error) {
    if (!limit.signal.aborted || running.signal.aborted || error instanceof Exit) throw error;
    const { start } = statement.at;
    throw errorAt(running.place, 'timeout', `not done within ${exactDuration(limitMs)}`, {
      start,
      end: start + 'timeout'.length,
    });
  } finally {
    clearTimeout(timer);
  }
}
