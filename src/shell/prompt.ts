/**
 * The prompt line: turns keys into an edited line, history, search, completion, and answers to questions. Says what
 * should happen as a value; it runs nothing and paints nothing.
 */
import type { Guide, Highlighted } from '../command/interpreter.ts';
import { fail } from '../model/errors.ts';
import { acceptChosen, complete, type Menu } from './edit/completion.ts';
import { EMPTY_LINE, freshLine, insert, type Line, paste, replace } from './edit/line.ts';
import { isLineOperation, isOperation, LINE_OPERATIONS, type Operation } from './edit/operations.ts';
import { type Search, searchHistory } from './edit/search.ts';
import { wordEnd } from './edit/words.ts';
import type { KeyEvent, PasteEvent, TextEvent } from './input/events.ts';
import { Advice } from './prompt/advice.ts';
import { Chords } from './prompt/chords.ts';
import { menuKey } from './prompt/menu-keys.ts';
import { OtherText } from './prompt/other-text.ts';
import { Questions } from './prompt/questions.ts';
import { Recall } from './prompt/recall.ts';
import { searchKey } from './prompt/search-keys.ts';
import type { PromptSources } from './prompt/sources.ts';

export type PromptEvent = KeyEvent | TextEvent | PasteEvent;

export type PromptAction =
  /** The prompt has to be painted again. */
  | { readonly kind: 'changed' }
  | { readonly kind: 'run'; readonly text: string }
  /** The person wants to edit the text in another program; what comes back is for {@link Prompt.replace}. */
  | { readonly kind: 'editor'; readonly text: string }
  /** Escape with nothing open: the keys go to the panels. */
  | { readonly kind: 'leave' }
  /** The prompt has no use for the key. */
  | { readonly kind: 'ignored'; readonly chord: string };

const CHANGED: PromptAction = { kind: 'changed' };

export class Prompt {
  readonly #sources: PromptSources;
  readonly #advice: Advice;
  readonly #questions = new Questions();
  readonly #recall: Recall;
  readonly #chords: Chords;
  #line: Line = EMPTY_LINE;
  #menu: Menu | null = null;
  #editing: OtherText | null = null;
  #search: Search | null = null;
  /** The lines came by a paste. */
  #pasted = false;

  constructor(sources: PromptSources) {
    this.#sources = sources;
    this.#advice = new Advice(sources);
    this.#recall = new Recall(() => sources.history());
    this.#chords = new Chords(sources);
  }

  get line(): Line {
    return this.#line;
  }
  /** Candidates of Tab, or lines that Ctrl-R found. */
  get menu(): Menu | null {
    return this.#search?.menu ?? this.#menu;
  }
  get editing(): OtherText | null {
    return this.#editing;
  }
  get question(): string | null {
    return this.#questions.text;
  }
  /** While Ctrl-R is open. */
  get search(): { readonly query: string; readonly found: string | null } | null {
    return this.#search && { query: this.#search.query, found: this.#found(this.#search) };
  }
  /** The first key of a chord of two, while the second one is waited for. */
  get pending(): string | null {
    return this.#chords.pending;
  }
  /** The rows of a block that was pasted; 0 = none was. */
  get pastedRows(): number {
    return this.#pasted && this.#line.text.includes('\n') ? this.#line.text.split('\n').length : 0;
  }
  get isEmpty(): boolean {
    return this.#line.text === '';
  }
  /** True while a command line is edited: no question, no other text. */
  get isPlain(): boolean {
    return this.question === null && !this.#editing && !this.#search;
  }

  /** Something is open that takes the keys first: a menu, a search, a pasted block, half a chord. */
  get isBusy(): boolean {
    return !this.isPlain || this.#menu !== null || this.pending !== null || this.pastedRows > 0;
  }

  /** Grey text behind the cursor: how the newest line that starts like this one goes on. */
  get ghost(): string {
    if (!this.isPlain || this.#menu || this.#line.cursor !== this.#line.text.length) return '';
    return this.#advice.ghost(this.#line.text);
  }
  /** Grey parameters behind the cursor: what the command still takes. Empty where a ghost stands. */
  get remaining(): string {
    const { text, cursor } = this.#line;
    if (!this.isPlain || this.#menu || cursor !== text.length || text.includes('\n') || this.ghost !== '') return '';
    return this.guide.remaining;
  }
  /** About the command under the cursor. */
  get guide(): Guide {
    return this.#advice.guide(this.isPlain ? this.#line : EMPTY_LINE);
  }
  /** Colours of the line, and the reason of the first thing that is wrong. */
  get highlighted(): Highlighted {
    return this.#advice.highlighted(this.isPlain ? this.#line : EMPTY_LINE);
  }
  /** Usage of the command under the cursor; empty when none. */
  get usage(): string {
    return this.guide.usage;
  }

  /** Asks a person; questions wait for each other. */
  ask(text: string, signal: AbortSignal): Promise<boolean> {
    return this.#questions.ask(text, signal);
  }

  /** Edits another text in the line; the command line comes back afterwards. */
  edit(label: string, initial: string, accept: (text: string) => string | null): void {
    this.#close();
    this.#editing = new OtherText(label, this.#line, accept);
    this.#line = freshLine(this.#line, initial);
  }

  /** Empties the line and closes everything that is open. @returns false when there was nothing to clear */
  clear(): boolean {
    const had = !this.isEmpty || this.menu !== null || this.#editing !== null || this.pending !== null;
    this.#close();
    this.#chords.forget();
    this.#line = this.#editing ? this.#editing.before : freshLine(this.#line);
    this.#editing = null;
    this.#pasted = false;
    return had;
  }

  /** Puts a text into an empty line, as a key in the panels does when it returns to the prompt. */
  type(text: string): void {
    this.#typed(insert(this.#line, text));
  }

  /** Takes a text in the place of the line, as one step that can be undone: what an editor gave back. */
  replace(text: string): void {
    this.#typed(replace(this.#line, 0, this.#line.text.length, paste(EMPTY_LINE, text).text));
  }

  /** Does an operation by its name, as a key bound to it would. @throws bad-value when there is none of this name */
  operate(name: string): PromptAction {
    if (!isOperation(name))
      throw fail('bad-value', `${name} is no editing operation`, { hint: 'keys prompt lists them' });
    return this.#search ? this.#afterSearch(this.#search, name) : this.#operate(name);
  }

  handle(event: PromptEvent): PromptAction {
    if (this.question !== null) {
      if (this.#questions.handle(event) || event.type !== 'key') return CHANGED;
      return { kind: 'ignored', chord: event.chord };
    }
    if (this.pending !== null) return this.#second(event);
    if (this.#search && event.type !== 'key') {
      this.#search = searchHistory(this.#sources.history(), this.#search.query + event.text.replace(/[\r\n].*$/s, ''));
      return CHANGED;
    }
    if (event.type === 'text') return this.#typed(insert(this.#line, event.text));
    if (event.type === 'paste') return this.#paste(event.text);
    if (this.#chords.begins(event.chord)) return CHANGED;
    const operation = this.#chords.of(event.chord);
    if (this.#search) return this.#searchKey(this.#search, event.chord, operation);
    // Ctrl-D on an empty line ends the shell; that is not the prompt's to decide.
    if (operation === null || (event.chord === 'C-d' && this.isEmpty)) return { kind: 'ignored', chord: event.chord };
    const action = this.#operate(operation);
    return action.kind === 'ignored' ? { kind: 'ignored', chord: event.chord } : action;
  }

  #second(event: PromptEvent): PromptAction {
    const chord = this.#chords.complete(event);
    if (chord === null) return CHANGED;
    const operation = this.#chords.of(chord);
    return operation === null ? { kind: 'ignored', chord } : this.#operate(operation);
  }

  #paste(text: string): PromptAction {
    const one = this.#editing ? text.replace(/\s*[\r\n]+\s*/g, ' ').trim() : text;
    const action = this.#typed(paste(this.#line, one));
    if (this.#line.text.includes('\n')) this.#pasted = true;
    return action;
  }

  #searchKey(search: Search, chord: string, operation: Operation | null): PromptAction {
    const next = searchKey(this.#sources.history(), search, chord, operation);
    if (next.kind === 'search') this.#search = next.search;
    else if (next.kind === 'close') this.#search = null;
    else return operation === null ? { kind: 'ignored', chord } : this.#afterSearch(search, operation);
    return CHANGED;
  }

  /** Takes what was found into the line and goes on with the operation there. */
  #afterSearch(search: Search, operation: Operation): PromptAction {
    const found = this.#found(search);
    this.#search = null;
    if (found !== null) this.#line = freshLine(this.#line, found);
    return operation === 'complete' || operation === 'right' ? CHANGED : this.#operate(operation);
  }

  #found(search: Search): string | null {
    return search.found[search.menu.chosen] ?? null;
  }

  #operate(operation: Operation): PromptAction {
    if (operation !== 'last-argument') this.#recall.forgetArgument();
    if (this.#editing && !isLineOperation(operation)) return this.#editingKey(this.#editing, operation);
    if (this.#menu && !this.#editing) {
      if (this.#menuKey(this.#menu, operation)) return CHANGED;
      this.#menu = null;
    }
    if (isLineOperation(operation)) return this.#editLine(operation);
    switch (operation) {
      case 'enter':
        return this.#submit();
      case 'leave':
        if (this.pastedRows === 0) return { kind: 'leave' };
        this.clear();
        return CHANGED;
      case 'complete':
        return this.#complete();
      case 'up':
      case 'older':
      case 'down':
      case 'newer':
        this.#line = this.#recall.step(this.#line, operation);
        return CHANGED;
      case 'search':
        this.#search = searchHistory(this.#sources.history(), this.#line.text.replace(/\n.*$/s, ''));
        return CHANGED;
      case 'last-argument':
        this.#line = this.#recall.lastArgument(this.#line);
        return CHANGED;
      case 'comment':
        return this.isEmpty ? CHANGED : this.#run(`# ${this.#line.text.replaceAll('\n', '\n# ')}`);
      case 'editor':
        return { kind: 'editor', text: this.#line.text };
      default:
        return { kind: 'ignored', chord: operation };
    }
  }

  /** @returns false when the menu has no use for the key: it closes */
  #menuKey(menu: Menu, operation: Operation): boolean {
    const next = menuKey(menu, operation);
    if (next?.kind === 'menu') this.#menu = next.menu;
    else if (next) {
      if (next.kind === 'take') this.#line = acceptChosen(this.#line, menu);
      this.#menu = null;
    } else if (operation === 'delete-left' || operation === 'delete-right')
      this.#typed(LINE_OPERATIONS[operation](this.#line));
    else return false;
    return true;
  }

  #editingKey(editing: OtherText, operation: Operation): PromptAction {
    if (operation !== 'enter' && operation !== 'leave') return { kind: 'ignored', chord: operation };
    if (operation === 'enter' && !editing.offer(this.#line.text)) return CHANGED;
    this.#line = editing.before;
    this.#editing = null;
    return { kind: 'leave' };
  }

  #editLine(operation: keyof typeof LINE_OPERATIONS): PromptAction {
    if (operation === 'newline' && this.#editing) return { kind: 'ignored', chord: operation };
    const { ghost } = this;
    if (ghost !== '' && (operation === 'right' || operation === 'end')) return this.#typed(insert(this.#line, ghost));
    if (ghost !== '' && operation === 'word-right')
      return this.#typed(insert(this.#line, ghost.slice(0, wordEnd(ghost, 0))));
    return this.#typed(LINE_OPERATIONS[operation](this.#line));
  }

  #submit(): PromptAction {
    const { text } = this.#line;
    if (this.#sources.isOpen?.(text)) return this.#typed(LINE_OPERATIONS.newline(this.#line));
    return this.#run(text);
  }

  #run(text: string): PromptAction {
    this.#close();
    this.#pasted = false;
    this.#line = freshLine(this.#line);
    this.#advice.forget();
    return text.trim() === '' ? CHANGED : { kind: 'run', text };
  }

  #complete(): PromptAction {
    const result = this.#sources.complete(this.#line.text, this.#line.cursor);
    if (result) ({ line: this.#line, menu: this.#menu } = complete(this.#line, result));
    return CHANGED;
  }

  /** Every change by typing ends a walk through the history and narrows an open menu. */
  #typed(line: Line): PromptAction {
    this.#line = line;
    this.#recall.forget();
    if (this.#editing) this.#editing.error = null;
    if (this.#menu) {
      const result = this.#sources.complete(line.text, line.cursor);
      this.#menu = result && result.candidates.length > 0 ? { ...result, chosen: -1 } : null;
    }
    return CHANGED;
  }

  #close(): void {
    this.#menu = null;
    this.#search = null;
    this.#recall.forget();
  }
}
