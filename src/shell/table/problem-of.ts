/** Does something that a person asked for and says in one line, for the hint, what is wrong with it. */
import { toRefbotError } from '../../model/errors.ts';

/** @returns null when nothing is wrong */
export function problemOf(work: () => void): string | null {
  try {
    work();
    return null;
  } catch (thrown) {
    const { message, details } = toRefbotError(thrown);
    return details.hint === undefined ? message : `${message}; ${details.hint}`;
  }
}
