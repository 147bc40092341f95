/** How long work that has ended reads to a person: one line of what came out, and below it what went wrong. Pure. */
import type { Row } from '../src/command/define.ts';
import type { Io } from '../src/command/io.ts';
import { foldToWidth } from '../src/lib/fold.ts';
import type { Refusal } from '../src/model/candidate.ts';
import { formatCount, formatDuration } from '../src/lib/units.ts';

type Output = Io['output'];

const SHOWN_REFUSALS = 3;
/** As many as a result holds at most. */
const LISTED_REFUSALS = 100;

/** `198 working, 102 failed`; what is zero is left out, except for the names in `always`. */
export function counted(row: Row, names: readonly string[], always: readonly string[] = []): string {
  return names
    .filter((name) => always.includes(name) || Number(row[name] ?? 0) > 0)
    .map((name) => `${formatCount(Number(row[name] ?? 0))} ${name}`)
    .join(', ');
}

/** `checked 300 in 8.9 s: 198 working, 102 failed` */
export function headline(did: string, ms: unknown, outcome: string): string {
  return `${did} in ${formatDuration(Number(ms))}${outcome === '' ? '' : `: ${outcome}`}\n`;
}

/** A line below the first, under a word of its own; what is too long goes on below itself. Nothing for no text. */
export function detail(word: string, text: string, output: Output): string {
  if (text === '') return '';
  const indent = ' '.repeat(word.length + 4);
  const room = output.tty ? Math.max(20, output.columns - indent.length) : Infinity;
  return `  ${word}  ${foldToWidth(text, room).join(`\n${indent}`)}\n`;
}

/** `refused 23, not-a-proxy 17`, the largest first. */
export function histogram(numbers: Readonly<Record<string, number>>): string {
  return Object.entries(numbers)
    .toSorted(([, a], [, b]) => b - a)
    .map(([name, number]) => `${name} ${formatCount(number)}`)
    .join(', ');
}

/** The first refusals of a list, each with its line and reason, and how many more there are. */
export function refusalLines(row: Row, output: Output): string {
  const refusals = row['refusals'] as readonly Refusal[];
  const more = Number(row['refused']) - Math.min(refusals.length, SHOWN_REFUSALS);
  return [
    ...refusals
      .slice(0, SHOWN_REFUSALS)
      .map(({ line, text, reason }) => detail('refused', `line ${line}: ${text}: ${reason}`, output)),
    more > 0 ? detail('refused', `${formatCount(more)} more; --json names the first ${LISTED_REFUSALS}`, output) : '',
  ].join('');
}
