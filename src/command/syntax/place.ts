/** Errors that point into a text. Used by the parser, the checker and the runner. */
import { RefbotError, fail, toRefbotError } from '../../model/errors.ts';
import type { ErrorDetails, ErrorName } from '../../model/errors.ts';
import type { At } from './ast.ts';
import type { Expansions } from './expansions.ts';

/** A text and where it came from. */
export interface Place {
  readonly origin: string;
  readonly text: string;
  /** Words of it that were replaced by what they stand for. */
  readonly expansions?: Expansions;
  /** The file it was read from, as the person named it: `source` in it looks beside that first. */
  readonly file?: string;
}

/** An empty place is widened to one character, so that a caret has something to point at. */
export function errorAt(
  place: Place,
  name: ErrorName,
  message: string,
  at: At,
  details: ErrorDetails = {},
): RefbotError {
  return fail(name, message, pointing(place, at, details));
}

/** The error with a place, unless it has one already. Whatever was thrown becomes an error of the catalogue. */
export function locate(thrown: unknown, place: Place, at: At, details: ErrorDetails = {}): RefbotError {
  const error = toRefbotError(thrown);
  if (error.details.span) return error;
  const located = new RefbotError(
    error.errorName,
    error.message,
    pointing(place, at, { ...details, ...error.details }),
  );
  if (error.stack !== undefined) located.stack = error.stack;
  return located;
}

/** Points into what was typed; where an alias brought the place along, it is said what the alias stands for. */
function pointing({ origin, text, expansions }: Place, at: At, details: ErrorDetails): ErrorDetails {
  const { start, end } = expansions?.typedAt(at) ?? at;
  const span = { origin, text: expansions?.typed ?? text, start, end: Math.max(end, start + 1) };
  const word = expansions?.wordAt(at);
  if (!word) return { ...details, span };
  const stands = `${word.name} stands for: ${word.text}`;
  return { ...details, span, hint: details.hint === undefined ? stands : `${details.hint}\n${stands}` };
}
