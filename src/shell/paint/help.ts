/** The help over the panels: keys of the prompt, of the panels and of the panel that has them. */
import type { Brush } from './brush.ts';
import { paintFrame } from './frame.ts';

type Keys = readonly (readonly [key: string, does: string])[];

const PROMPT_KEYS: Keys = [
  ['Tab', 'complete'],
  ['→', 'take the grey text'],
  ['↑ ↓', 'history that starts like the line'],
  ['Ctrl-R', 'search the history'],
  ['Ctrl-A Ctrl-E', 'start, end'],
  ['Alt-B Alt-F', 'word left, right'],
  ['Ctrl-W Alt-D', 'cut a word'],
  ['Ctrl-U Ctrl-K', 'cut to start, to end'],
  ['Ctrl-Y Alt-Y', 'put back, an older cut'],
  ['Ctrl-_ Alt-_', 'undo, redo'],
  ['Alt-Enter', 'new row'],
  ['Alt-.', 'last word of the last line'],
  ['PgUp PgDn', 'scroll the output'],
];
const PANEL_KEYS: Keys = [
  ['Esc', 'leave the prompt'],
  [': or a letter', 'back to the prompt'],
  ['Tab 1-8', 'choose a panel'],
  ['z', 'zoom it, and back'],
  ['?', 'this help'],
];
const GENERAL_KEYS: Keys = [
  ['Ctrl-C', 'cancel, clear, twice quits'],
  ['Ctrl-D', 'quit on an empty line'],
  ['Ctrl-Z', 'suspend'],
  ['Ctrl-L', 'repaint'],
  ['Ctrl-S', 'save the screen as SVG and text'],
];

export function paintHelp(brush: Brush, panel: { readonly title: string; readonly keys: Keys }): void {
  const groups: [string, Keys][] = [
    ['in the prompt', PROMPT_KEYS],
    ['in the panels', PANEL_KEYS],
    ...(panel.keys.length > 0 ? [[`in ${panel.title}`, panel.keys] satisfies [string, Keys]] : []),
    ['anywhere', GENERAL_KEYS],
  ];
  for (let y = 0; y < brush.height; y++) brush.band(y, brush.theme.text);
  const inside = paintFrame(brush, {
    number: null,
    title: 'keys',
    heading: 'any key closes; commands: help',
    focused: true,
  });
  const twoColumns = inside.width >= 96;
  const columnWidth = twoColumns ? Math.floor(inside.width / 2) : inside.width;
  let x = 0;
  let y = 0;
  for (const [index, [title, keys]] of groups.entries()) {
    if (twoColumns && index === 1) {
      x = columnWidth;
      y = 0;
    }
    inside.text(x, y++, title, inside.theme.accent);
    for (const [key, does] of keys) {
      inside.text(x + 2, y, key, inside.theme.strong, 16);
      inside.text(x + 19, y++, does, inside.theme.text, columnWidth - 20);
    }
    y++;
  }
}
