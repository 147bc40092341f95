/** Candidates above the prompt: value and help in columns, the letters that were met, the chosen one, how many there are. */
import { graphemes } from '../../lib/width.ts';
import type { Menu } from '../edit/completion.ts';
import type { Brush, Segment } from './brush.ts';
import { drawnWidth } from './glyphs.ts';
import { emphasized, type Style } from './style.ts';

const WIDEST_VALUE = 40;
const GAP = 2;

export function paintMenu(brush: Brush, menu: Menu): void {
  const { theme } = brush;
  const { candidates, chosen } = menu;
  const visible = Math.min(candidates.length, brush.height);
  const first = Math.max(0, Math.min(chosen - visible + 1, candidates.length - visible));
  const shown = candidates.slice(first, first + visible);
  const hasHelp = shown.some(({ help }) => help !== undefined && help !== '');
  const widest = Math.max(0, ...shown.map(({ value }) => drawnWidth(value)));
  const width = hasHelp ? Math.min(WIDEST_VALUE, widest) : brush.width - GAP;
  for (let row = 0; row < brush.height; row++) {
    const y = menu.upward ? brush.height - 1 - row : row;
    const candidate = shown[row];
    const isChosen = first + row === chosen && chosen >= 0;
    const look = isChosen ? theme.selected : theme.text;
    brush.band(y, look);
    if (!candidate) continue;
    brush.text(0, y, '│', theme.accent);
    const matched = isChosen ? emphasized(look) : theme.match;
    brush.part(GAP, y, width, 1).line(0, 0, marked(candidate.value, candidate.places ?? [], look, matched));
    if (hasHelp) brush.text(GAP + width + GAP, y, candidate.help ?? '', isChosen ? look : theme.dim);
  }
  if (candidates.length <= visible) return;
  const place = chosen < 0 ? `${candidates.length} in all` : `${chosen + 1} of ${candidates.length}`;
  brush.right(brush.width, menu.upward ? 0 : brush.height - 1, ` ${place} `, theme.dim);
}

/** The text with the characters at the places in a look of their own. */
function marked(text: string, places: readonly number[], look: Style, matched: Style): Segment[] {
  const met = new Set(places);
  const segments: Segment[] = [];
  let at = 0;
  for (const part of graphemes(text)) {
    const isMet = met.has(at);
    const last = segments.at(-1);
    if (last && (last[1] === matched) === isMet) segments[segments.length - 1] = [last[0] + part, last[1]];
    else segments.push([part, isMet ? matched : look]);
    at += part.length;
  }
  return segments;
}
