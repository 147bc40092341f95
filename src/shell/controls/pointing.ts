/** What the person points at: the proxies that `@focus`, `@shown` and `@marked` mean, and the row that a key's line knows as `$row`. */
import type { Navigation } from './navigation.ts';
import type { NamedPanel } from '../panel-set.ts';
import type { Stage } from '../stage/stage.ts';

/** Of the panel with the keys, else of the first on the screen that has proxies. */
export function selectedIds(
  which: 'focus' | 'shown' | 'marked',
  navigation: Navigation,
  stage: Stage,
  panels: readonly NamedPanel[],
): readonly number[] {
  const all = [...stage.shown(), ...panels];
  // In this order: a panel that nobody has looked at is loaded when it is asked.
  const focused = all.find(({ name }) => name === navigation.focus);
  const able = focused?.panel.selected ? focused : all.find(({ panel }) => panel.selected);
  return able?.panel.selected?.(which) ?? [];
}

/** Says what is missing where a key's line speaks of what nobody points at; null when all is there. */
export function missingFor(
  line: string,
  row: Readonly<Record<string, unknown>> | null,
  selected: (which: 'focus' | 'marked') => readonly number[],
): string | null {
  const hasNoRow = (line.includes('$row') && row === null) || (/@focus\b/.test(line) && selected('focus').length === 0);
  if (hasNoRow) return 'there is no row here';
  return /@marked\b/.test(line) && selected('marked').length === 0 ? 'nothing is marked: Space marks a row' : null;
}

/** Null where no row is under the cursor. */
export function focusedRow(
  { focus }: Navigation,
  panels: readonly NamedPanel[],
): Readonly<Record<string, unknown>> | null {
  return panels.find(({ name }) => name === focus)?.panel.row?.() ?? null;
}
