/** Waits, unless the signal fires first. */
import { setTimeout as wait } from 'node:timers/promises';

/** Resolves early, without an error, when the signal fires: the caller looks at it next. */
export async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  await wait(Math.min(ms, 2 ** 31 - 1), undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}
