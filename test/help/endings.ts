/** What a test started is stopped after it, however it ends: passed, failed half-way through its own beginning, or out of time. */
import type { TestContext } from 'node:test';

/** @returns takes what stops a thing that was just started; the last comes first, and one that fails keeps no other from its turn */
export function endings(t: TestContext): (end: () => unknown) => void {
  const ends: (() => unknown)[] = [];
  t.after(async () => {
    const errors: unknown[] = [];
    for (const end of ends.toReversed()) {
      try {
        await end();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw errors.length === 1 ? errors[0] : new AggregateError(errors, 'what did not stop');
  });
  return (end) => void ends.push(end);
}
