/** Tries places again that connected a moment ago: whether the way to the net is still open. Called by a run that has a suspicion. */
import type { NetworkPolicy } from '../../core/guard.ts';
import { RefbotError } from '../../model/errors.ts';
import { dial } from '../../net/dial.ts';
import type { Witness } from './canary.ts';

/** Whether any of them is there. What fails in another way than by a timeout says nothing, and counts as there. */
export async function anybodyThere(
  witnesses: readonly Witness[],
  policy: NetworkPolicy,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<boolean> {
  const there = await Promise.all(
    witnesses.map(async ({ address, port }) => {
      try {
        // The guard let this very address pass when the proxy was dialled.
        (await dial({ host: address, port, policy, trusted: true, timeoutMs, signal })).destroy();
        return true;
      } catch (error) {
        return !(error instanceof RefbotError && error.errorName === 'timeout');
      }
    }),
  );
  return there.includes(true);
}
