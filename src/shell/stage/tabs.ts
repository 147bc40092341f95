/** The line of tabs: the panels of the dashboard where one is shown at a time, else the views. Each runs a line when it is clicked. */
import type { Navigation } from '../controls/navigation.ts';
import type { Brush } from '../paint/brush.ts';
import { drawnWidth } from '../paint/glyphs.ts';
import type { NamedPanel } from '../panel-set.ts';

export interface Tab {
  /** The first cell of it, from the left of the line. */
  readonly x: number;
  readonly width: number;
  /** A command line. */
  readonly line: string;
}

/** @returns where each of them stands now */
export function paintTabs(brush: Brush, panels: readonly NamedPanel[], navigation: Navigation): readonly Tab[] {
  const { theme } = brush;
  let x = 1;
  return entriesOf(panels, navigation).map(({ key, title, line, isHere }) => {
    const tab = { x, width: drawnWidth(key) + drawnWidth(title), line };
    x = brush.line(x, 0, [
      [key, theme.key],
      [title, isHere ? theme.focus : theme.dim],
      ['  ', theme.text],
    ]);
    return tab;
  });
}

interface TabText {
  readonly key: string;
  readonly title: string;
  readonly line: string;
  readonly isHere: boolean;
}

function entriesOf(panels: readonly NamedPanel[], { view, views, focus }: Navigation): readonly TabText[] {
  if (view.name === 'dashboard') {
    return panels
      .filter(({ number }) => number !== null)
      .map(({ name, tab, number }) => ({
        key: `${number} `,
        title: tab,
        line: `focus ${name}`,
        isHere: name === focus,
      }));
  }
  return views
    .filter(({ order }) => order !== null)
    .map(({ name, title }) => ({ key: '', title, line: `view ${name}`, isHere: name === view.name }));
}
