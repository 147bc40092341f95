/** A list to choose from by typing a few letters: the palette, presets. Fuzzy, best first, the matched letters marked. */
import { fuzzyRank } from '../../lib/fuzzy.ts';
import type { InputEvent } from '../input/events.ts';
import type { Brush } from '../paint/brush.ts';
import { drawnWidth } from '../paint/glyphs.ts';
import type { Cursor } from '../terminal/terminal.ts';
import type { Overlay, OverlayAction } from './overlay.ts';

export interface Choice {
  /** What is searched and shown first. */
  readonly title: string;
  readonly help: string;
  /** Shown at the right: its key. */
  readonly key?: string;
  readonly action: OverlayAction;
}

interface Hit {
  readonly item: Choice;
  readonly places: readonly number[];
}

const MAX_COLUMNS = 100;
const MAX_ROWS = 22;
/** Hits that are ranked; nobody looks further. */
const MAX_HITS = 200;

export class Chooser implements Overlay {
  readonly title: string;
  readonly keys = [
    ['↑↓', 'choose'],
    ['Enter', 'take'],
    ['Esc', 'close'],
  ] as const;
  readonly #choices: readonly Choice[];
  #query = '';
  #hits: readonly Hit[];
  #chosen = 0;
  #height = 1;

  constructor(title: string, choices: readonly Choice[]) {
    this.title = title;
    this.#choices = choices;
    this.#hits = choices.map((item) => ({ item, places: [] }));
  }

  get size(): { columns: number; rows: number } {
    return { columns: MAX_COLUMNS, rows: Math.min(MAX_ROWS, this.#choices.length + 3) };
  }

  handle(event: Exclude<InputEvent, { readonly type: 'focus' }>): OverlayAction {
    if (event.type === 'mouse') {
      if (event.kind === 'wheel-up' || event.kind === 'wheel-down') this.#move(event.kind === 'wheel-up' ? -1 : 1);
      return event.kind === 'press' ? this.#press(event.y) : { kind: 'stay' };
    }
    if (event.type !== 'key') {
      this.#search(this.#query + event.text.replace(/\s+/g, ' '));
      return { kind: 'stay' };
    }
    switch (event.chord) {
      case 'escape':
      case 'C-g':
      case 'C-c':
        return { kind: 'close' };
      case 'enter':
        return this.#hits[this.#chosen]?.item.action ?? { kind: 'stay' };
      case 'up':
      case 'C-p':
      case 'S-tab':
        this.#move(-1);
        break;
      case 'down':
      case 'C-n':
      case 'tab':
        this.#move(1);
        break;
      case 'pageup':
        this.#move(-this.#height);
        break;
      case 'pagedown':
        this.#move(this.#height);
        break;
      case 'backspace':
        this.#search([...this.#query].slice(0, -1).join(''));
        break;
      case 'C-u':
        this.#search('');
        break;
      case 'C-w':
        this.#search(this.#query.replace(/\S*\s*$/, ''));
        break;
    }
    return { kind: 'stay' };
  }

  paint(brush: Brush): Cursor {
    const { theme } = brush;
    const x = brush.line(0, 0, [
      ['❯ ', theme.focus],
      [this.#query, theme.text],
    ]);
    brush.right(brush.width, 0, `${this.#hits.length} of ${this.#choices.length}`, theme.dim);
    this.#height = Math.max(1, brush.height - 1);
    const first = this.#first;
    const shown = this.#hits.slice(first, first + this.#height);
    const widest = Math.max(0, ...shown.map(({ item }) => drawnWidth(item.title)));
    const titleWidth = Math.min(widest, Math.floor(brush.width * 0.55));
    for (const [row, hit] of shown.entries()) paintHit(brush, row + 1, hit, titleWidth, first + row === this.#chosen);
    if (this.#hits.length === 0) brush.text(2, 1, 'nothing like that', theme.dim);
    return { x: Math.min(x, brush.width - 1), y: 0 };
  }

  get #first(): number {
    return Math.max(0, Math.min(this.#chosen - this.#height + 1, this.#hits.length - this.#height));
  }

  #press(y: number): OverlayAction {
    const hit = this.#hits[this.#first + y - 1];
    return hit && y >= 1 ? hit.item.action : { kind: 'stay' };
  }

  #move(by: number): void {
    this.#chosen = Math.max(0, Math.min(this.#hits.length - 1, this.#chosen + by));
  }

  #search(query: string): void {
    this.#query = query;
    this.#chosen = 0;
    // Who types a name looks for that name: what only the help mentions comes behind, and only word by word.
    const named = fuzzyRank(query, this.#choices, ({ title }) => title, MAX_HITS);
    const known = new Set(named.map(({ item }) => item));
    const others = this.#choices.flatMap((item) => (known.has(item) ? [] : (mentioned(query, item) ?? [])));
    this.#hits = [...named, ...others].slice(0, MAX_HITS);
  }
}

/** Every word of the query stands in title or help as it is; null when one does not. */
function mentioned(query: string, item: Choice): Hit | null {
  const text = `${item.title}  ${item.help}`.toLowerCase();
  const places: number[] = [];
  for (const word of query.toLowerCase().split(' ')) {
    const at = text.indexOf(word);
    if (at < 0) return null;
    for (let place = at; place < at + word.length; place++) places.push(place);
  }
  return { item, places };
}

function paintHit(brush: Brush, y: number, { item, places }: Hit, titleWidth: number, chosen: boolean): void {
  const { theme } = brush;
  const look = chosen ? theme.selected : theme.text;
  if (chosen) brush.band(y, look);
  const keyWidth = item.key === undefined ? 0 : drawnWidth(item.key) + 2;
  brush.text(0, y, chosen ? '▶' : ' ', look);
  // What was searched runs over title and help; the places say which letters were met.
  const met = new Set(places);
  const start = item.title.length + 2;
  marked(brush, 2, y, item.title, met, 0, look, chosen, titleWidth);
  const helpAt = 2 + titleWidth + 2;
  marked(brush, helpAt, y, item.help, met, start, chosen ? look : theme.dim, chosen, brush.width - helpAt - keyWidth);
  if (item.key !== undefined) brush.right(brush.width, y, item.key, chosen ? look : theme.key);
}

/** A text whose met letters stand out. @param offset of the text in what was searched */
function marked(
  brush: Brush,
  x: number,
  y: number,
  text: string,
  met: ReadonlySet<number>,
  offset: number,
  look: number,
  chosen: boolean,
  limit: number,
): void {
  brush.text(x, y, text, look, limit);
  if (chosen || met.size === 0) return;
  let at = 0;
  for (const char of text) {
    const left = x + drawnWidth(text.slice(0, at));
    if (met.has(offset + at) && left + drawnWidth(char) <= x + limit - 1) brush.text(left, y, char, brush.theme.focus);
    at += char.length;
  }
}
