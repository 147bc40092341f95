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
  /** The first candidate stands lowest, next to the prompt. */
  readonly upward?: true;
}

/** Rows of candidates that are seen at once, and that a page is. */
export const MENU_ROWS = 8;

/** Tab on a line: a single candidate is put in, several put in what they share and open a menu. */
export function complete(line: Line, result: CompletionResult): { readonly line: Line; readonly menu: Menu | null } {
  const { start, end, candidates, exact } = result;
  // What begins as typed is what was meant; what only holds it somewhere is asked for.
  const meant = exact > 0 ? candidates.slice(0, exact) : candidates;
  if (meant.length === 0) return { line, menu: null };
  if (meant.length === 1) return { line: accept(line, start, end, meant[0]!), menu: null };
  const shared = exact > 0 ? commonPrefix(meant.map((candidate) => candidate.value)) : '';
  const typed = line.text.slice(start, end);
  const isLonger = shared.length > typed.length && shared.toLowerCase().startsWith(typed.toLowerCase());
  const grown = isLonger ? replace(line, start, end, shared) : line;
  return { line: grown, menu: { start, end: isLonger ? grown.cursor : end, candidates, chosen: -1 } };
}

/** The next one, or that before; round at the ends. */
export function choose(menu: Menu, step: number): Menu {
  const count = menu.candidates.length;
  const chosen = menu.chosen < 0 && step < 0 ? count - 1 : (menu.chosen + step + count) % count;
  return { ...menu, chosen };
}

/** A page further; not beyond the ends. */
export function choosePage(menu: Menu, step: number): Menu {
  const chosen = Math.max(0, Math.min(menu.candidates.length - 1, Math.max(0, menu.chosen) + step * MENU_ROWS));
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
