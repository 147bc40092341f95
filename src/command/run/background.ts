/**
 * `command &`: runs a pipeline as a job beside what follows. Its arguments are taken now; what it says is shown when it
 * ends. What the end of the text means to it is its face's to decide: see {@link Background}.
 */
import { errorAt, locate } from '../syntax/place.ts';
import { evaluationOf, executePipeline } from './execute-pipeline.ts';
import { formatDuration } from '../../lib/units.ts';
import { KeptIo } from './kept-io.ts';
import { maskSecrets } from '../../lib/safe-text.ts';
import { preparePipeline } from './run-pipeline.ts';
import { AlreadyReported, Exit } from './control.ts';
import type { Pipeline } from '../syntax/ast.ts';
import type { Environment } from './environment.ts';

/** Jobs that a text has started. */
export interface Background {
  /** Ends them; absent where they outlive the text (at the prompt of a shell). */
  readonly signal?: AbortSignal;
  /** Settle, never reject. */
  readonly jobs: Set<Promise<void>>;
}

/** Resolves when it has begun. @throws what is wrong with its arguments */
export async function startInBackground(environment: Environment, pipeline: Pipeline): Promise<void> {
  const { engine, io, place, background } = environment;
  if (!engine) throw errorAt(place, 'not-running', 'there are no jobs without the engine', pipeline.at);
  const prepared = await preparePipeline(environment, evaluationOf(environment), pipeline);
  const line = maskSecrets(place.text.slice(pipeline.at.start, pipeline.at.end)).replace(/\s+/g, ' ');
  const began = performance.now();
  const say = (id: number, state: string): void => {
    if (!environment.options.quiet) io.note(`[${id}] ${state}  ${line}  ${formatDuration(performance.now() - began)}`);
  };
  let job = 0;
  let kept: KeptIo | null = null;
  const work = engine.jobs.run(
    'command',
    line,
    async (signal, progress, id) => {
      job = id;
      kept = new KeptIo(io, progress);
      if (!environment.options.quiet) io.note(`[${id}] ${line}`);
      await executePipeline(
        { ...environment, io: kept, signal, session: environment.session.copy() },
        pipeline,
        prepared,
      );
    },
    background.signal,
  );
  const ended = work.then(
    async () => {
      say(job, 'done');
      await kept?.release();
    },
    async (thrown: unknown) => {
      const error =
        thrown instanceof Exit || thrown instanceof AlreadyReported ? null : locate(thrown, place, pipeline.at);
      const cancelled = error?.errorName === 'cancelled';
      say(job, cancelled ? 'cancelled' : thrown instanceof Exit && thrown.status === 0 ? 'done' : 'failed');
      await kept?.release();
      if (error && !cancelled) await environment.report(error);
    },
  );
  // What cannot be shown any more (the face has gone) is nobody's error.
  const settled = ended.catch(() => undefined).finally(() => background.jobs.delete(settled));
  background.jobs.add(settled);
}
