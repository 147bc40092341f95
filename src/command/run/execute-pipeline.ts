/** A pipeline as a statement or a value: prepared, started, shown or gathered, with what is known about it at the end. */
import { AlreadyReported, Exit } from './control.ts';
import { fail } from '../../model/errors.ts';
import { locate } from '../syntax/place.ts';
import { asText } from '../expr/compare.ts';
import { convert } from '../types/convert.ts';
import { evaluateTerm } from './evaluate.ts';
import { Output } from './output.ts';
import { path as pathType } from '../types/path.ts';
import { preparePipeline, startPipeline } from './run-pipeline.ts';
import { renderEmitted, show } from './show.ts';
import { ProgressLine } from './progress-line.ts';
import type { Presentation, Row } from '../define.ts';
import type { Pipeline } from '../syntax/ast.ts';
import type { Environment } from './environment.ts';
import type { Evaluation } from './evaluate.ts';
import type { RunOptions } from '../interpreter.ts';
import type { Channel, Prepared, Stage } from './run-pipeline.ts';

/** Runs a pipeline and shows its result. @param given its arguments, taken before. @throws its error; cancelled when the signal fired, after showing what there is: `data.shown` */
export async function executePipeline(environment: Environment, pipeline: Pipeline, given?: Prepared): Promise<void> {
  const evaluation = evaluationOf(environment);
  const startedAt = performance.now();
  const prepared = given ?? (await preparePipeline(environment, evaluation, pipeline));
  const [only] = prepared.stages;
  if (prepared.stages.length === 1 && only?.command.own && !pipeline.redirect) {
    await showCall(environment, only, prepared.options);
    return;
  }
  const progress = new ProgressLine(environment.io, prepared.options.quiet === true);
  const file = await redirectOf(environment, evaluation, pipeline, prepared);
  const output = new Output(environment.io, file, () => progress.hide());
  const facts: Record<string, unknown> = {};
  let presentation: Presentation = {};
  const usual = environment.session.settings.format;
  const note = (text: string): void => {
    if (!prepared.options.quiet) environment.io.note(text);
  };
  const channel: Channel = {
    progress: (facts) => progress.show(facts),
    meta: (more) => void Object.assign(facts, more),
    present: (more) => void (presentation = { ...presentation, ...more }),
    emit: async (value) => {
      await output.write(renderEmitted(value, { options: prepared.options, usual, presentation }, output));
      await output.flush();
    },
  };
  try {
    const outcome = await startPipeline(environment, prepared, channel);
    const showing = {
      options: prepared.options,
      usual,
      get presentation() {
        return presentation;
      },
      facts: () => ({
        ms: Math.round(performance.now() - startedAt),
        ...(environment.signal.aborted ? { partial: true } : {}),
        ...facts,
      }),
      note,
    };
    await show(outcome, showing, output);
    await output.end();
  } catch (error) {
    await output.abandon();
    throw error;
  } finally {
    progress.hide();
  }
  if (environment.signal.aborted) throw fail('cancelled', 'cancelled', { data: { shown: true } });
}

/** A command of one's own that stands alone shows what its commands show. */
async function showCall(environment: Environment, stage: Stage, options: RunOptions): Promise<void> {
  try {
    await environment.call(environment, stage.command, stage.bound.args, options, false);
  } catch (error) {
    if (error instanceof Exit || error instanceof AlreadyReported) throw error;
    throw locate(error, environment.place, stage.call.nameAt);
  }
}

/** Runs a pipeline for its value: its rows as an array, or its value. */
export async function gatherPipeline(environment: Environment, pipeline: Pipeline): Promise<unknown> {
  const prepared = await preparePipeline(environment, evaluationOf(environment), pipeline);
  const progress = new ProgressLine(environment.io, prepared.options.quiet === true);
  const channel: Channel = {
    progress: (facts) => progress.show(facts),
    meta: () => {},
    present: () => {},
    emit: async () => {},
  };
  try {
    const { returned, silent } = await startPipeline(environment, prepared, channel);
    if (!('rows' in returned)) return silent ? null : (returned.value ?? null);
    const rows: Row[] = [];
    for await (const row of returned.rows) rows.push(row);
    return rows;
  } finally {
    progress.hide();
  }
}

export function evaluationOf(environment: Environment): Evaluation {
  return {
    variables: environment.session.variables,
    place: environment.place,
    sub: async (pipeline) => {
      const value = await gatherPipeline(environment, pipeline);
      if (environment.signal.aborted) throw fail('cancelled', 'cancelled');
      return value;
    },
  };
}

async function redirectOf(
  environment: Environment,
  evaluation: Evaluation,
  { redirect }: Pipeline,
  { options }: Prepared,
) {
  if (!redirect) return null;
  const file = convert(pathType, asText(await evaluateTerm(evaluation, redirect.target)));
  if (!options.dryRun) return { path: file, append: redirect.append };
  environment.io.note(`would write ${file}`);
  return { path: '/dev/null', append: true };
}
