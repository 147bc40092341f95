/**
 * The manual of the help view: contents on the left, a page on the right; searched as a whole. What can be typed is taken
 * into the prompt by Enter. The manual itself is loaded with the first look at it.
 */
import type { PanelAction } from '../../command/screen.ts';
import type { Keymap } from '../../command/keys/keymap.ts';
import type { Registry } from '../../command/registry.ts';
import { loadNow, siblingModule } from '../../lib/sibling.ts';
import { definePanel, type Panel, type PanelPort, type Scene } from '../define-panel.ts';
import type { Chapter } from '../manual/chapter.ts';
import type { Manual } from '../manual/manual.ts';
import type { ManualHit, ManualSearch } from '../manual/manual-search.ts';
import type { Brush } from '../paint/brush.ts';
import { actOnText, askForSearch, copyLines } from '../text/act-on-text.ts';
import { goOnInSlices } from '../text/in-slices.ts';
import { NO_LINES, type TextLines } from '../text/lines.ts';
import { Pattern } from '../text/pattern.ts';
import { Scroller } from '../text/scroller.ts';

export default definePanel({ title: 'help', tab: 'help', number: null, kind: 'text', create: () => new GuidePanel() });

type ManualModule = typeof import('../manual/load.ts');

/** Below this width contents and page take turns. */
const BOTH = 60;
const CONTENTS = 24;
const GAP = 3;

class GuidePanel implements Panel {
  readonly #scroller = new Scroller({ follows: false, folds: true });
  #module: ManualModule | null = null;
  #manual: Manual | null = null;
  #registry: Registry | null = null;
  #keymap: Keymap | null = null;
  #chapter = 0;
  /** First row of the contents that is shown. */
  #offset = 0;
  #isReading = false;
  /** The page begins at this column; 0 where it has all the room. */
  #pageAt = 0;
  #page: TextLines = NO_LINES;
  #search: ManualSearch | null = null;

  heading(): string {
    const search = this.#search;
    const counted = search ? `${search.count}${search.isComplete ? '' : '…'}` : '';
    const place = search?.placeOf(this.#place) ?? 0;
    const found = search ? `/${search.pattern.source} ${place > 0 ? `${place}/` : ''}${counted}  ` : '';
    const { below } = this.#scroller;
    return `${found}${below > 0 ? `${below} lines below` : ''}`.trimEnd();
  }

  paint(brush: Brush, scene: Scene): void {
    const manual = this.#open(scene);
    if (!manual || !this.#module) return void brush.text(0, 0, 'opening state…', brush.theme.dim);
    const isSplit = brush.width >= BOTH;
    this.#pageAt = isSplit ? CONTENTS + GAP : 0;
    this.#page = new this.#module.PageText(manual.page(this.#chapter), brush.theme);
    if (isSplit || !this.#isReading)
      this.#paintContents(brush.part(0, 0, isSplit ? CONTENTS : brush.width, brush.height), manual, scene.focused);
    if (!isSplit && !this.#isReading) return;
    if (isSplit) for (let y = 0; y < brush.height; y++) brush.text(CONTENTS + 1, y, '│', brush.theme.faint);
    this.#scroller.paint(brush.part(this.#pageAt, 0, brush.width - this.#pageAt, brush.height), this.#page);
  }

  act(action: PanelAction, scene: Scene, port: PanelPort): boolean {
    const manual = this.#open(scene);
    if (!manual) return false;
    switch (action.kind) {
      case 'move':
        this.#move(action, manual);
        return true;
      case 'pan':
        this.#read(action.which === 'right');
        return true;
      case 'jump':
        this.#goToGroup(action.which, manual);
        return true;
      case 'open':
        this.#type(manual, port);
        return true;
      case 'search':
        this.#ask(action.text, manual, port);
        return true;
      case 'find':
        this.#find(action.which, port);
        return true;
      case 'copy':
        if (action.what !== 'all') return actOnText(this.#scroller, action, this.#page, port);
        copyLines(
          Array.from({ length: this.#page.end }, (_, line) => line),
          this.#page,
          port,
        );
        return true;
      default:
        return false;
    }
  }

  scroll(rows: number): void {
    this.#scroller.scroll(rows);
  }

  press(x: number, y: number, again: boolean, scene: Scene, port: PanelPort): boolean {
    const manual = this.#open(scene);
    if (!manual) return false;
    const onPage = this.#pageAt > 0 ? x >= this.#pageAt : this.#isReading;
    if (onPage) {
      const line = this.#scroller.lineAt(y);
      if (line === null) return false;
      this.#isReading = true;
      this.#scroller.pick(line);
    } else {
      if (this.#offset + y >= manual.chapters.length || y < 0) return false;
      this.#isReading = false;
      this.#choose(this.#offset + y, manual);
    }
    if (again) this.#type(manual, port);
    return true;
  }

  get #place(): ManualHit {
    return { chapter: this.#chapter, entry: this.#scroller.picked ?? -1 };
  }

  /** Made once for the commands and keys there are; own commands and a changed file of keys make another. */
  #open({ registry, keymap }: Scene): Manual | null {
    if (!registry) return null;
    if (registry === this.#registry && keymap === this.#keymap) return this.#manual;
    // Synchronous, as commands are loaded: the first frame of the view is the page, not a word about it.
    this.#module ??= loadNow<ManualModule>(siblingModule(import.meta.url, '../manual/load'));
    this.#registry = registry;
    this.#keymap = keymap;
    this.#search = null;
    return (this.#manual = new this.#module.Manual(registry, keymap));
  }

  #paintContents(brush: Brush, { chapters }: Manual, focused: boolean): void {
    const { theme } = brush;
    const least = Math.max(0, this.#chapter - brush.height + 1);
    this.#offset = Math.max(least, Math.min(this.#offset, this.#chapter, Math.max(0, chapters.length - brush.height)));
    for (const [y, { title, isInner }] of chapters.slice(this.#offset, this.#offset + brush.height).entries()) {
      const isChosen = this.#offset + y === this.#chapter;
      const look = isChosen
        ? focused && !this.#isReading
          ? theme.selected
          : theme.focus
        : isInner
          ? theme.text
          : theme.strong;
      if (isChosen && focused && !this.#isReading) brush.band(y, look);
      brush.text(0, y, isChosen ? '▶' : ' ', look);
      brush.text(isInner ? 4 : 2, y, title, look);
    }
  }

  #move(action: PanelAction & { readonly kind: 'move' }, manual: Manual): void {
    if ('to' in action) {
      if (this.#isReading) this.#scroller.moveTo(action.to);
      else this.#choose(action.to === 'first' ? 0 : manual.chapters.length - 1, manual);
    } else if (action.unit === 'page') this.#scroller.move(action.by, 'page');
    else if (this.#isReading) this.#moveLine(action.by);
    else this.#choose(this.#chapter + action.by, manual);
  }

  #moveLine(by: number): void {
    const from = this.#scroller.picked ?? (this.#scroller.visible[0] ?? 0) - 1;
    const entries = this.#manual?.page(this.#chapter) ?? [];
    const step = Math.sign(by);
    let line = Math.max(0, Math.min(entries.length - 1, from + by));
    // Blank lines are nothing to stand on.
    while (entries[line]?.kind === 'blank' && line + step >= 0 && line + step < entries.length) line += step;
    this.#scroller.pick(line);
  }

  #choose(chapter: number, manual: Manual): void {
    const chosen = Math.max(0, Math.min(manual.chapters.length - 1, chapter));
    if (chosen === this.#chapter) return;
    this.#chapter = chosen;
    this.#page = NO_LINES;
    this.#scroller.reset();
  }

  /** Into the page, or back to the contents. */
  #read(wanted: boolean): void {
    this.#isReading = wanted;
    if (wanted && this.#scroller.picked === null) this.#moveLine(1);
    if (!wanted) this.#scroller.pick(null);
  }

  #goToGroup(which: 'next' | 'previous', manual: Manual): void {
    const isGroup = ({ isInner }: Chapter): boolean => !isInner;
    const { chapters } = manual;
    const next =
      which === 'next'
        ? chapters.findIndex((chapter, index) => index > this.#chapter && isGroup(chapter))
        : chapters.findLastIndex((chapter, index) => index < this.#chapter && isGroup(chapter));
    if (next >= 0) this.#choose(next, manual);
  }

  /** What is under the cursor, or the command that the page is about; a page about none is gone into. */
  #type(manual: Manual, port: PanelPort): void {
    const { picked } = this.#scroller;
    const entry = picked === null ? undefined : manual.page(this.#chapter)[picked];
    const typed =
      this.#module!.typedBy(entry) ??
      (this.#isReading && entry ? null : (manual.chapters[this.#chapter]?.types ?? null));
    if (typed !== null) port.type(typed);
    else if (this.#isReading) port.tell('there is nothing to type here');
    else this.#read(true);
  }

  #ask(text: string | null, manual: Manual, port: PanelPort): void {
    askForSearch(text, (wanted) => this.#searchFor(wanted, manual, port), port);
  }

  /** From this page on. @throws bad-value for a broken regular expression */
  #searchFor(text: string, manual: Manual, port: PanelPort): void {
    this.#scroller.search.set(text);
    this.#scroller.pick(null);
    this.#search = text === '' ? null : new this.#module!.ManualSearch(manual, new Pattern(text));
    if (this.#search) this.#find('next', port);
  }

  #find(which: 'next' | 'previous', port: PanelPort): void {
    const search = this.#search;
    if (!search) return port.tell('nothing was searched for yet');
    if (search.look()) return this.#goToHit(search, which, port);
    goOnInSlices(
      () => search.look(),
      () => search === this.#search,
      () => this.#goToHit(search, which, port),
      port,
    );
  }

  #goToHit(search: ManualSearch, which: 'next' | 'previous', port: PanelPort): void {
    const hit = search.find(this.#place, which);
    if (!hit || !this.#manual) return port.tell(`nothing like ${search.pattern.source}`);
    if (hit.isRound) port.tell(`the search goes on at the ${which === 'next' ? 'beginning' : 'end'}`);
    this.#choose(hit.chapter, this.#manual);
    this.#isReading = true;
    this.#scroller.pick(hit.entry);
  }
}
