/** The completion menu as values: what Tab does to a line and which candidate is chosen. */
import type { Completion } from '../../command/types.ts';
import type { CompletionResult } from '../../command/interpreter.ts';
import { type Line, replace } from './line.ts';

export interface Menu {
  readonly start: number;
  readonly end: number;
  readonly candidates: readonly Completion[];
  /** -1 = none chosen yet. */
  readonly chosen: number;
}

/** Tab on a line: a single candidate is put in, several put in what they share and open a menu. */
export function complete(line: Line, result: CompletionResult): { readonly line: Line; readonly menu: Menu | null } {
  const { start, end, candidates } = result;
  if (candidates.length === 0) return { line, menu: null };
  if (candidates.length === 1) return { line: accept(line, start, end, candidates[0]!), menu: null };
  const shared = commonPrefix(candidates.map((candidate) => candidate.value));
  const typed = line.text.slice(start, end);
  const grown = shared.length > typed.length && shared.startsWith(typed) ? replace(line, start, end, shared) : line;
  return { line: grown, menu: { start, end: grown === line ? end : grown.cursor, candidates, chosen: -1 } };
}

export function choose(menu: Menu, step: number): Menu {
  const count = menu.candidates.length;
  const chosen = menu.chosen < 0 && step < 0 ? count - 1 : (menu.chosen + step + count) % count;
  return { ...menu, chosen };
}

/** Puts the chosen candidate into the line; the line as it is when none is chosen. */
export function acceptChosen(line: Line, menu: Menu): Line {
  const candidate = menu.candidates[menu.chosen];
  return candidate ? accept(line, menu.start, menu.end, candidate) : line;
}

function accept(line: Line, start: number, end: number, candidate: Completion): Line {
  const rest = line.text.slice(end);
  // A folder or a `--flag=` goes on; anything else is a finished word.
  const open = /[/=]$/.test(candidate.value) || /^\s/.test(rest);
  return replace(line, start, end, open ? candidate.value : `${candidate.value} `);
}

export function commonPrefix(values: readonly string[]): string {
  let prefix = values[0] ?? '';
  for (const value of values) while (!value.startsWith(prefix)) prefix = prefix.slice(0, -1);
  return prefix;
}
