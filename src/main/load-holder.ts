/**
 * Loads what opens the engine, a few modules a turn of the event loop: all 200 in one go would hold up the keys of a shell
 * that is on the screen already for thirty milliseconds. Called by the shells; faces without keys import it at once.
 */
import { breathe } from '../lib/slices.ts';

/** In the order in which they are made of each other. Which ones is of no matter but for the time that each takes. */
const STEPS: readonly (() => Promise<unknown>)[] = [
  () => import('../command/syntax/parse-expression.ts'),
  () => import('../command/check/check-expression.ts'),
  () => import('../command/syntax/parse.ts'),
  () => import('../command/check/check-script.ts'),
  () => import('../command/keys/bind-line.ts'),
  () => import('../command/run/execute-pipeline.ts'),
  () => import('../command/create-interpreter.ts'),
  () => import('../../store/lock.ts'),
  () => import('../../store/snapshot-adapter.ts'),
  () => import('../../store/store.ts'),
  () => import('../pool/verdict.ts'),
  () => import('../pool/records.ts'),
  () => import('../pool/images.ts'),
  () => import('../pool/query.ts'),
  () => import('../pool/pool.ts'),
  () => import('../core/log.ts'),
  () => import('../engine/metrics-recorder.ts'),
  () => import('../engine/act.ts'),
  () => import('../engine/checking.ts'),
  () => import('../engine/judge-holder.ts'),
  () => import('../engine/scraping.ts'),
  () => import('../engine.ts'),
];

export async function loadHolder(): Promise<typeof import('./open-holder.ts')> {
  for (const load of STEPS) {
    await load();
    await breathe();
  }
  return import('./open-holder.ts');
}
