/** What the brain and a check worker tell each other. Lists are flat arrays: they clone several times faster than objects. */
import type { JudgeTrouble, JudgeViewChange } from '../model/judge.ts';
import type { PaceFacts, PaceNow } from '../model/pace.ts';
import type { CheckTask } from '../model/report.ts';
import type { PackedReports } from './report-codec.ts';
import type { RunOptions, TargetReplies } from './run-context.ts';

export interface WorkerData {
  /** An .mmdb file; null = the bundled one. */
  readonly geoFile: string | null;
}

export type PackedTasks = (number | string | null)[];

export type ToWorker =
  | { readonly kind: 'open'; readonly run: number; readonly options: RunOptions }
  /** `last`: no more will follow. */
  | { readonly kind: 'tasks'; readonly run: number; readonly tasks: PackedTasks; readonly last: boolean }
  | { readonly kind: 'cancel'; readonly run: number };

export type FromWorker =
  | {
      readonly kind: 'batch';
      readonly run: number;
      readonly reports: PackedReports;
      readonly replies: readonly TargetReplies[];
      /** Tasks that left the queue since the last batch: as many may follow. */
      readonly taken: number;
    }
  /** The limit in force has changed; at most two a second. */
  | { readonly kind: 'pace'; readonly run: number; readonly pace: PaceNow }
  /** What is wrong with the judge now; null = nothing any more. */
  | { readonly kind: 'judge'; readonly run: number; readonly trouble: JudgeTrouble | null }
  /** The judge sees us, or answers us, otherwise than it did. */
  | { readonly kind: 'view'; readonly run: number; readonly change: JudgeViewChange }
  | { readonly kind: 'finished'; readonly run: number; readonly facts: RunFacts }
  | { readonly kind: 'note'; readonly message: string };

/** What a run cost. */
export interface RunFacts {
  readonly connections: number;
  readonly peakConnections: number;
  /** Σ of the checks' own durations: Σt / concurrency is the time the run could not go below. */
  readonly busyMs: number;
  readonly retried: number;
  /** Direct requests to see whether the judge was still there. */
  readonly judgeProbes: number;
  /** Times that this machine ran out of descriptors or ports. */
  readonly exhausted: number;
  /** Null where no worker has told. */
  readonly pace: PaceFacts | null;
}

const TASK_FIELDS = 7;

export function packTask(packed: PackedTasks, task: CheckTask): void {
  packed.push(task.id, task.host, task.port, task.user, task.password, task.claimed, task.tlsSkip === true ? 1 : 0);
}

export function unpackTasks(packed: PackedTasks): CheckTask[] {
  const tasks: CheckTask[] = [];
  for (let at = 0; at < packed.length; at += TASK_FIELDS) {
    tasks.push({
      id: packed[at] as number,
      host: packed[at + 1] as string,
      port: packed[at + 2] as number,
      user: packed[at + 3] as string | null,
      password: packed[at + 4] as string | null,
      claimed: packed[at + 5] as number,
      tlsSkip: packed[at + 6] === 1,
    });
  }
  return tasks;
}
