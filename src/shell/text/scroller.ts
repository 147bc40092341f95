/**
 * A view into a text of any length, shared by the panels of text: follows the end or keeps its place while lines come and
 * go, folds or cuts, searches, picks a line. The cost of a frame is that of the rows it shows. Paints into the brush it is
 * given; what the lines are is the affair of the text.
 */
import { formatCount } from '../../lib/units.ts';
import type { PanelPort } from '../define-panel.ts';
import type { Brush, Segment } from '../paint/brush.ts';
import { emphasized } from '../paint/style.ts';
import { goOnInSlices } from './in-slices.ts';
import type { TextLines } from './lines.ts';
import { isAfter, isSame, MATCH, type Place, RowWalk, type Shown } from './row-walk.ts';
import { TextSearch } from './text-search.ts';

/** What a search says, and that it found something later. */
export type SearchPort = Pick<PanelPort, 'tell' | 'touch'>;

export interface ScrollerOptions {
  /** Lines come at the end: whoever is there stays there. Otherwise a text begins with its beginning. */
  readonly follows: boolean;
  /** Fold lines until asked to cut them: always, never, or where there is width for it. */
  readonly folds: boolean | 'wide';
}

/** From this width on a text is wide: there is room for columns and for folded lines. */
export const WIDE = 80;
/** Cells that one step sideways goes. */
const PAN_STEP = 8;

export class Scroller {
  readonly #options: ScrollerOptions;
  readonly search = new TextSearch();
  /** What the person chose; null goes by the options. */
  #folds: boolean | null = null;
  #pan = 0;
  /** The row at the top; null follows the end. */
  #top: Place | null;
  /** A line that the next frame shows first, unless all that follows fits. */
  #wanted: number | null = null;
  #picked: number | null = null;
  /** A line that the next frame brings into sight. */
  #sought: number | null = null;
  readonly #walk: RowWalk = new RowWalk(this, this.search);
  #shown: readonly Shown[] = [];

  constructor(options: ScrollerOptions) {
    this.#options = options;
    this.#top = options.follows ? null : { line: 0, row: 0 };
  }

  get isFollowing(): boolean {
    return this.#top === null;
  }
  get folds(): boolean {
    const { folds } = this.#options;
    return this.#folds ?? (folds === 'wide' ? this.#walk.width >= WIDE : folds);
  }
  /** Cells that lines are moved to the left by. */
  get pan(): number {
    return this.folds ? 0 : this.#pan;
  }
  /** The line that was found or clicked; null when none was. */
  get picked(): number | null {
    return this.#picked;
  }
  /** Numbers of the lines on the screen, top first. */
  get visible(): readonly number[] {
    return [...new Set(this.#shown.map(({ line }) => line))];
  }
  /** Lines that come after those that are shown in full. */
  get below(): number {
    const last = this.#shown.at(-1);
    if (!last || this.#top === null) return 0;
    const isWhole = last.row === this.#walk.rowsOf(last.line).length - 1;
    return Math.max(0, this.#walk.lines.end - last.line - (isWhole ? 1 : 0));
  }

  /** Which hit it is, how far sideways, how much comes below: for the border. */
  heading(): string {
    const { below, pan } = this;
    const parts = [
      this.search.heading(this.#picked),
      pan > 0 ? `from column ${pan + 1}` : '',
      below > 0 ? `${formatCount(below)} lines below` : '',
    ];
    return parts.filter((part) => part !== '').join('  ');
  }

  paint(brush: Brush, lines: TextLines): void {
    this.#walk.fit(lines, brush.width, brush.height);
    this.search.keepUp(lines);
    this.#settle();
    this.#shown = this.#top === null ? this.#walk.up() : this.#walk.down(this.#top);
    const { theme } = brush;
    for (const [y, { line, segments }] of this.#shown.entries()) {
      const isPicked = line === this.#picked;
      if (isPicked) brush.band(y, theme.selected);
      const match = isPicked ? emphasized(theme.selected) : theme.match;
      const dressed = segments.map(([text, look]): Segment => [
        text,
        look === MATCH ? match : isPicked ? theme.selected : look,
      ]);
      brush.line(0, y, dressed);
    }
  }

  /** By rows, down when positive. */
  scroll(rows: number): void {
    if (rows === 0 || this.#walk.width === 0) return;
    if (!Number.isFinite(rows)) return this.moveTo(rows < 0 ? 'first' : 'last');
    const last = this.#walk.lastTop();
    let place = this.#top ?? last;
    for (let left = Math.abs(rows); left > 0; left--) {
      const next = rows > 0 ? this.#walk.below(place) : this.#walk.above(place);
      if (next === null) break;
      place = next;
    }
    this.#goTo(place, last);
  }

  move(by: number, unit: 'row' | 'page'): void {
    this.scroll(unit === 'page' ? by * Math.max(1, this.#walk.height - 1) : by);
  }

  moveTo(which: 'first' | 'last'): void {
    if (which === 'first') this.#goTo({ line: this.#walk.lines.first, row: 0 }, this.#walk.lastTop());
    else if (this.#options.follows) this.#top = null;
    else this.#top = this.#walk.lastTop();
  }

  /** Goes on following the end, or stays with what is shown. */
  follow(wanted = !this.isFollowing): void {
    if (wanted) this.#top = null;
    else if (this.#top === null) this.#top = this.#firstShown();
  }

  /**
   * Shows this line and what follows with the next frame, unless all of that fits below what comes before it; from their
   * first columns on: half a number would be a wrong number.
   */
  reveal(line: number): void {
    this.#wanted = line;
    this.#pan = 0;
  }

  /** Picks a line; the next frame brings it into sight. */
  pick(line: number | null): void {
    this.#picked = line;
    this.#sought = line;
  }

  /** Looks for a text, the newest where the end is followed, else from what is shown on. @throws bad-value */
  searchFor(text: string, port: SearchPort): void {
    this.search.set(text);
    this.#picked = null;
    if (this.search.pattern !== null) this.find(this.isFollowing ? 'previous' : 'next', port);
  }

  /** The next hit, or the one before, round the ends. In a long text it is found a moment later. */
  find(which: 'next' | 'previous', port: SearchPort): void {
    if (this.search.pattern === null) return port.tell('nothing was searched for yet');
    if (this.search.look(this.#walk.lines)) return this.#goToHit(which, port);
    const { pattern } = this.search;
    goOnInSlices(
      () => this.search.look(this.#walk.lines),
      () => pattern === this.search.pattern,
      () => this.#goToHit(which, port),
      port,
    );
  }

  #goToHit(which: 'next' | 'previous', port: SearchPort): void {
    const edge =
      which === 'next'
        ? (this.#shown[0]?.line ?? this.#walk.lines.first) - 1
        : (this.#shown.at(-1)?.line ?? this.#walk.lines.end - 1) + 1;
    const found = this.search.find(this.#picked ?? edge, which);
    if (found === null) return port.tell(`nothing like ${this.search.source}`);
    if (found.isRound) port.tell(`the search goes on at the ${which === 'next' ? 'beginning' : 'end'}`);
    this.pick(found.line);
  }

  wrap(): void {
    this.#folds = !this.folds;
    this.#walk.forget();
    if (this.#top) this.#top = { ...this.#top, row: 0 };
  }

  /** Sideways. @returns false when lines are folded: there is nothing there */
  panBy(which: 'left' | 'right'): boolean {
    if (this.folds) return false;
    this.#pan = Math.max(0, this.#pan + (which === 'right' ? PAN_STEP : -PAN_STEP));
    return true;
  }

  /** The line at a row of the screen; null below the text. */
  lineAt(y: number): number | null {
    return this.#shown[y]?.line ?? null;
  }

  /** Another text, or the same with other numbers: from its beginning, or its end where it is followed. */
  reset(at: number | null = null): void {
    this.#picked = null;
    this.#sought = null;
    this.#pan = 0;
    this.#shown = [];
    this.search.restart();
    this.#wanted = null;
    this.#top = at !== null ? { line: at, row: 0 } : this.#options.follows ? null : { line: 0, row: 0 };
  }

  /** Lines may be gone, and a frame may have another size than the last. */
  #settle(): void {
    const { first, end } = this.#walk.lines;
    if (this.#picked !== null && (this.#picked < first || this.#picked >= end)) this.#picked = null;
    const sought = this.#picked === null ? null : this.#sought;
    this.#sought = null;
    if (sought !== null) this.#bringIntoSight(sought);
    if (this.#wanted !== null) {
      this.#top = { line: Math.max(first, this.#wanted), row: 0 };
      this.#wanted = null;
      this.#clampTop(true);
    } else this.#clampTop(false);
  }

  #bringIntoSight(line: number): void {
    const shown = this.#shown.filter((row) => row.line === line).length;
    const rows = this.#walk.rowsOf(line).length;
    if (shown === rows) return this.follow(false);
    const before = this.#shown[0]?.line ?? Number.NaN;
    const after = this.#shown.at(-1)?.line ?? Number.NaN;
    // One line further moves by that line; a jump shows what led there.
    const isBelow = line === after + 1 || (shown > 0 && line === after);
    const isAbove = line === before - 1 || (shown > 0 && line === before);
    let room = isBelow
      ? this.#walk.height - rows
      : isAbove
        ? Math.min(1, this.#walk.height - 1)
        : Math.floor(this.#walk.height / 3);
    let place: Place = { line, row: 0 };
    for (; room > 0; room--) place = this.#walk.above(place) ?? place;
    const last = this.#walk.lastTop();
    this.#top = isAfter(place, last) ? last : place;
  }

  /** @param follows whether what ends in sight is followed from now on */
  #clampTop(follows: boolean): void {
    if (this.#top === null) return;
    const { first } = this.#walk.lines;
    if (this.#top.line < first) this.#top = { line: first, row: 0 };
    const last = this.#walk.lastTop();
    if (isAfter(this.#top, last) || (follows && isSame(this.#top, last)))
      this.#top = follows && this.#options.follows ? null : last;
    else
      this.#top = { line: this.#top.line, row: Math.min(this.#top.row, this.#walk.rowsOf(this.#top.line).length - 1) };
  }

  /** Takes the place; at the end of a text that is followed it follows. */
  #goTo(place: Place, last: Place): void {
    if (!isAfter(last, place)) this.#top = this.#options.follows ? null : last;
    else this.#top = place;
  }

  #firstShown(): Place {
    return this.#shown[0] ?? { line: this.#walk.lines.first, row: 0 };
  }
}
