/**
 * Does what the first keys will need before they come, a little at a time: code that has run is compiled, and the search
 * through thousands of lines then takes two milliseconds where it would take twenty. Changes nothing.
 */
import type { Interpreter } from '../../command/interpreter.ts';
import { fuzzyRank } from '../../lib/fuzzy.ts';
import { breathe } from '../../lib/slices.ts';
import { displayWidth } from '../../lib/width.ts';

type Language = Pick<Interpreter, 'check' | 'highlight' | 'guide' | 'complete'>;

/** Short ones and long ones, parts, capitals, none that match: each way through the code. */
const QUERIES = ['p', 'pl', 'pllt', 'plwc', 'plwcd', 'prox lat', 'zq', 'Pl', 'pwcde'];
const LINE = 'proxies list | where country = DE and latency < ';
const LINES = 80;
/** So many calls, of a tenth of a millisecond each, and the search is compiled for good. */
const SEARCHES = 200;
/** How much is typed of the line when it is looked at. */
const TYPED = [1, 4, 9, 14, 22, 30, 41, LINE.length];

/**
 * Resolves when it is done, or the signal has ended it.
 * @param others steps of others, taken when the prompt is ready
 */
export async function warmUp(
  language: Language,
  signal: AbortSignal,
  others: Iterable<() => unknown> = [],
): Promise<void> {
  for (const work of steps(language, others)) {
    await breathe();
    if (signal.aborted) return;
    try {
      await work();
    } catch {
      // A defect is told when a key meets it.
    }
  }
}

function* steps(language: Language, others: Iterable<() => unknown>): Generator<() => unknown> {
  // The tables of the widths of emoji.
  yield () => displayWidth('👩‍🚀');
  for (const cursor of TYPED) {
    const text = LINE.slice(0, cursor);
    yield () => language.check({ text, origin: 'history' });
    yield () => language.highlight(text, cursor);
    yield () => language.guide(text, cursor);
    yield () => language.complete(text, cursor);
  }
  const lines = Array.from({ length: LINES }, (_, index) => `${LINE}${index}ms`);
  for (let search = 0; search < SEARCHES; search++)
    yield () => fuzzyRank(QUERIES[search % QUERIES.length]!, lines, (line) => line, LINES);
  yield* others;
}
