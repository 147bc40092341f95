/** Makes sure that a formatted text means what it meant: both are parsed, and what was understood is compared. */
import { fail } from '../../model/errors.ts';
import { parse } from '../syntax/parse.ts';
import type { RefbotError } from '../../model/errors.ts';
import type { Registry } from '../registry.ts';

/** Where things stand, and texts that hold blanks between words. */
const PLACES = new Set(['at', 'nameAt', 'comment']);

/** The first error of the text, or a defect of the formatter; null when all is well. */
export function sameMeaning(text: string, formatted: string, origin: string, registry: Registry): RefbotError | null {
  const before = parse(text, origin, registry);
  if (before.errors[0]) return before.errors[0];
  const after = parse(formatted, origin, registry);
  if (after.errors.length === 0 && meaning(before.script.body) === meaning(after.script.body)) return null;
  return fail('internal', `formatting would change what ${origin} means; it was left as it is`);
}

function meaning(body: unknown): string {
  return JSON.stringify(body, function (this: { readonly kind?: string }, key, value: unknown) {
    if (PLACES.has(key)) return undefined;
    // Commands and types by their names.
    if (key === 'command' || key === 'type') return (value as { readonly name: string } | null)?.name;
    if (key === 'text' && (this.kind === 'filter' || this.kind === 'line')) return undefined;
    return value;
  });
}
