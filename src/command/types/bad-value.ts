/** The one form of a type error: what was given, what was wanted, and examples that work. Called by every argument type. */
import { fail } from '../../model/errors.ts';
import { maskSecrets, safeText } from '../../lib/safe-text.ts';
import type { RefbotError } from '../../model/errors.ts';

/**
 * @param wanted with its article: `a duration`
 * @param examples what to type instead: `300ms, 5s, 2h`
 * @returns `300 is not a duration: try 300ms, 5s, 2h`
 */
export function badValue(text: string, wanted: string, examples: string, hint?: string): RefbotError {
  return fail(
    'bad-value',
    `${quoteForMessage(text)} is not ${wanted}: try ${examples}`,
    hint === undefined ? {} : { hint },
  );
}

/** Foreign text inside a message: made safe, without passwords, short, in quotes where it would not read as one word. */
export function quoteForMessage(text: string): string {
  const safe = safeText(maskSecrets(text), 60);
  return safe === '' || /\s/.test(safe) ? `"${safe}"` : safe;
}
