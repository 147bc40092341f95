/** What is wrong with something that a person asked for, in one line: for the hint, and for a page that has nothing else to show. */
import { toRefbotError } from '../model/errors.ts';

/** Does something. @returns null when nothing is wrong */
export function problemOf(work: () => void): string | null {
  try {
    work();
    return null;
  } catch (thrown) {
    return problemText(thrown);
  }
}

/** The message, and behind it what would be right. */
export function problemText(thrown: unknown): string {
  const { message, details } = toRefbotError(thrown);
  return details.hint === undefined ? message : `${message}; ${details.hint}`;
}
