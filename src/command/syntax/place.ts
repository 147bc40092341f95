/** Errors that point into a text. Used by the parser, the checker and the runner. */
import { RefbotError, fail, toRefbotError } from '../../model/errors.ts';
import type { ErrorDetails, ErrorName } from '../../model/errors.ts';
import type { At } from './ast.ts';

/** A text and where it came from. */
export interface Place {
  readonly origin: string;
  readonly text: string;
}

/** An empty place is widened to one character, so that a caret has something to point at. */
export function errorAt(
  place: Place,
  name: ErrorName,
  message: string,
  at: At,
  details: ErrorDetails = {},
): RefbotError {
  return fail(name, message, { ...details, span: spanOf(place, at) });
}

/** The error with a place, unless it has one already. Whatever was thrown becomes an error of the catalogue. */
export function locate(thrown: unknown, place: Place, at: At, details: ErrorDetails = {}): RefbotError {
  const error = toRefbotError(thrown);
  if (error.details.span) return error;
  const located = new RefbotError(error.errorName, error.message, {
    ...details,
    ...error.details,
    span: spanOf(place, at),
  });
  if (error.stack !== undefined) located.stack = error.stack;
  return located;
}

function spanOf({ origin, text }: Place, at: At) {
  return { origin, text, start: at.start, end: Math.max(at.end, at.start + 1) };
}
