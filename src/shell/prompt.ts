/**
 * The prompt line: turns keys into an edited line, history, search, completion, and answers to questions. Says what
 * should happen as a value; it runs nothing and paints nothing.
 */
import type { CompletionResult, Guide } from '../command/interpreter.ts';
import { acceptChosen, choose, complete, type Menu } from './edit/completion.ts';
import { newer, older, searchBack, startWalk, suggestion, type Walk, walkText } from './edit/history.ts';
import { KEYMAP } from './edit/keymap.ts';
import { EMPTY_LINE, freshLine, insert, type Line, OPERATIONS, paste } from './edit/line.ts';
import { fail } from '../model/errors.ts';
import type { KeyEvent, PasteEvent, TextEvent } from './input/events.ts';

export type PromptEvent = KeyEvent | TextEvent | PasteEvent;

export type PromptAction =
  /** The prompt has to be painted again. */
  | { readonly kind: 'changed' }
  | { readonly kind: 'run'; readonly text: string }
  /** Escape with nothing open: the keys go to the panels. */
  | { readonly kind: 'leave' }
  /** The prompt has no use for the key. */
  | { readonly kind: 'ignored'; readonly chord: string };

interface Editing {
  readonly label: string;
  readonly accept: (text: string) => string | null;
  /** The command line that comes back afterwards. */
  readonly before: Line;
  readonly error: string | null;
}

interface Search {
  readonly query: string;
  /** Place in the history; -1 when nothing is found. */
  readonly at: number;
}

interface Question {
  readonly text: string;
  readonly answer: (yes: boolean) => void;
}

export interface PromptSources {
  history(): readonly string[];
  /** Null while the command language is not there yet. */
  complete(text: string, cursor: number): CompletionResult | null;
  guide?(text: string, cursor: number): Guide | null;
}

const CHANGED: PromptAction = { kind: 'changed' };

export class Prompt {
  readonly #sources: PromptSources;
  #line: Line = EMPTY_LINE;
  #usage: { readonly text: string; readonly cursor: number; readonly usage: string } | null = null;
  #walk: Walk | null = null;
  #menu: Menu | null = null;
  #editing: Editing | null = null;
  #search: Search | null = null;
  readonly #questions: Question[] = [];

  constructor(sources: PromptSources) {
    this.#sources = sources;
  }

  get line(): Line {
    return this.#line;
  }
  get menu(): Menu | null {
    return this.#menu;
  }
  get editing(): Editing | null {
    return this.#editing;
  }
  get question(): string | null {
    return this.#questions[0]?.text ?? null;
  }
  /** The query and the line it finds, while Ctrl-R is open. */
  get search(): { readonly query: string; readonly found: string | null } | null {
    if (!this.#search) return null;
    return { query: this.#search.query, found: this.#sources.history()[this.#search.at] ?? null };
  }
  get isEmpty(): boolean {
    return this.#line.text === '';
  }
  /** True while a command line is edited: no question, no other text. */
  get isPlain(): boolean {
    return this.#questions.length === 0 && !this.#editing && !this.#search;
  }

  /** Grey text behind the cursor: how the newest line that starts like this one goes on. */
  get ghost(): string {
    if (!this.isPlain || this.#menu || this.#line.cursor !== this.#line.text.length) return '';
    return suggestion(this.#sources.history(), this.#line.text)?.slice(this.#line.text.length) ?? '';
  }

  /** Usage of the command under the cursor; empty when none. */
  get usage(): string {
    if (!this.isPlain || this.isEmpty) return '';
    const { text, cursor } = this.#line;
    // Asked for at every frame, worked out once for each text.
    if (this.#usage?.text !== text || this.#usage.cursor !== cursor) {
      const guide = this.#sources.guide?.(text, cursor);
      if (!guide) return '';
      this.#usage = { text, cursor, usage: guide.usage };
    }
    return this.#usage.usage;
  }

  /** Asks a person; questions wait for each other. */
  ask(text: string, signal: AbortSignal): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const question = { text, answer: resolve };
    this.#questions.push(question);
    signal.addEventListener('abort', () => this.#answer(question, false), { once: true });
    if (signal.aborted) this.#answer(question, false);
    return promise;
  }

  /** Edits another text in the line; the command line comes back afterwards. */
  edit(label: string, initial: string, accept: (text: string) => string | null): void {
    this.#close();
    this.#editing = { label, accept, before: this.#line, error: null };
    this.#line = freshLine(this.#line, initial);
  }

  /** Empties the line and closes everything that is open. @returns false when there was nothing to clear */
  clear(): boolean {
    const had = !this.isEmpty || this.#menu !== null || this.#search !== null || this.#editing !== null;
    this.#close();
    this.#line = this.#editing ? this.#editing.before : freshLine(this.#line);
    this.#editing = null;
    return had;
  }

  handle(event: PromptEvent): PromptAction {
    const question = this.#questions[0];
    if (question) return this.#handleQuestion(question, event);
    if (this.#search) return this.#handleSearch(this.#search, event);
    if (event.type === 'text') return this.#typed(insert(this.#line, event.text));
    if (event.type === 'paste') {
      const text = this.#editing ? event.text.replace(/\s*[\r\n]+\s*/g, ' ').trim() : event.text;
      return this.#typed(paste(this.#line, text));
    }
    return this.#menuKey(event.chord) ?? this.#editingKey(event.chord) ?? this.#commandKey(event.chord);
  }

  #handleQuestion(question: Question, event: PromptEvent): PromptAction {
    // Nothing that is pasted answers a question.
    if (event.type === 'paste') return CHANGED;
    const key = event.type === 'text' ? event.text.toLowerCase() : event.chord;
    if (key === 'y') this.#answer(question, true);
    else if (key === 'n' || key === 'escape' || key === 'enter' || key === 'C-c') this.#answer(question, false);
    else if (event.type === 'key') return { kind: 'ignored', chord: event.chord };
    return CHANGED;
  }

  #answer(question: Question, yes: boolean): void {
    const at = this.#questions.indexOf(question);
    if (at < 0) return;
    this.#questions.splice(at, 1);
    question.answer(yes);
  }

  #handleSearch(search: Search, event: PromptEvent): PromptAction {
    const history = this.#sources.history();
    if (event.type !== 'key') {
      const query = search.query + event.text.replace(/[\r\n].*$/s, '');
      this.#search = { query, at: searchBack(history, query, history.length) };
      return CHANGED;
    }
    if (event.chord === 'C-r') {
      const at = searchBack(history, search.query, search.at);
      if (at >= 0) this.#search = { ...search, at };
      return CHANGED;
    }
    if (event.chord === 'backspace') {
      const query = search.query.slice(0, -1);
      this.#search = { query, at: query === '' ? -1 : searchBack(history, query, history.length) };
      return CHANGED;
    }
    this.#search = null;
    if (event.chord === 'escape' || event.chord === 'C-g') return CHANGED;
    const found = history[search.at];
    if (found !== undefined) this.#line = freshLine(this.#line, found);
    return event.chord === 'tab' ? CHANGED : this.handle(event);
  }

  #menuKey(chord: string): PromptAction | null {
    const menu = this.#menu;
    if (!menu) return null;
    if (chord === 'tab' || chord === 'down') this.#menu = choose(menu, 1);
    else if (chord === 'S-tab' || chord === 'up') this.#menu = choose(menu, -1);
    else if (chord === 'escape') this.#menu = null;
    else if ((chord === 'enter' || chord === 'right') && menu.chosen >= 0) {
      this.#line = acceptChosen(this.#line, menu);
      this.#menu = null;
    } else {
      this.#menu = null;
      return null;
    }
    return CHANGED;
  }

  #editingKey(chord: string): PromptAction | null {
    const editing = this.#editing;
    if (!editing) return null;
    if (chord === 'escape') {
      this.#line = editing.before;
      this.#editing = null;
      return { kind: 'leave' };
    }
    if (chord === 'enter') {
      const error = editing.accept(this.#line.text);
      if (error !== null) {
        this.#editing = { ...editing, error };
        return CHANGED;
      }
      this.#line = editing.before;
      this.#editing = null;
      return { kind: 'leave' };
    }
    const operation = KEYMAP[chord];
    if (operation === undefined || operation === 'newline') return { kind: 'ignored', chord };
    return this.#typed(OPERATIONS[operation](this.#line));
  }

  #commandKey(chord: string): PromptAction {
    const line = this.#line;
    const atEnd = line.cursor === line.text.length;
    if (chord === 'enter' || chord === 'C-j') return this.#submit();
    if (chord === 'escape') return { kind: 'leave' };
    if (chord === 'tab') return this.#complete();
    if (chord === 'up' || chord === 'C-p') return this.#step(chord === 'up' ? 'row-up' : null, older);
    if (chord === 'down' || chord === 'C-n') return this.#step(chord === 'down' ? 'row-down' : null, newer);
    if (chord === 'C-r') {
      this.#search = { query: '', at: -1 };
      return CHANGED;
    }
    if (atEnd && this.ghost !== '' && ['right', 'end', 'C-f', 'C-e'].includes(chord))
      return this.#typed(insert(line, this.ghost));
    if (chord === 'M-.')
      return this.#typed(insert(line, this.#sources.history().at(-1)?.trim().split(/\s+/).at(-1) ?? ''));
    // Ctrl-D on an empty line ends the shell; that is not the prompt's to decide.
    const operation = chord === 'C-d' && this.isEmpty ? undefined : KEYMAP[chord];
    if (operation === undefined) return { kind: 'ignored', chord };
    return this.#typed(OPERATIONS[operation](line));
  }

  #submit(): PromptAction {
    const { text } = this.#line;
    this.#close();
    this.#line = freshLine(this.#line);
    return text.trim() === '' ? CHANGED : { kind: 'run', text };
  }

  /** Up and down: first through the rows of a block, then through the history. */
  #step(row: 'row-up' | 'row-down' | null, step: (history: readonly string[], walk: Walk) => Walk): PromptAction {
    if (row && this.#line.text.includes('\n')) {
      const moved = OPERATIONS[row](this.#line);
      if (moved.cursor !== this.#line.cursor) {
        this.#line = moved;
        return CHANGED;
      }
    }
    const history = this.#sources.history();
    this.#walk = step(history, this.#walk ?? startWalk(history, this.#line.text));
    this.#line = freshLine(this.#line, walkText(history, this.#walk));
    return CHANGED;
  }

  #complete(): PromptAction {
    const result = this.#sources.complete(this.#line.text, this.#line.cursor);
    if (result) ({ line: this.#line, menu: this.#menu } = complete(this.#line, result));
    return CHANGED;
  }

  /** Every change by typing ends a walk through the history and narrows an open menu. */
  #typed(line: Line): PromptAction {
    this.#line = line;
    this.#walk = null;
    if (this.#editing?.error) this.#editing = { ...this.#editing, error: null };
    if (this.#menu) {
      const result = this.#sources.complete(line.text, line.cursor);
      this.#menu = result && result.candidates.length > 0 ? { ...result, chosen: -1 } : null;
    }
    return CHANGED;
  }

  #close(): void {
    this.#menu = null;
    this.#search = null;
    this.#walk = null;
  }

  /** Does an editing operation by its name, as a key bound to it would. @throws bad-value when there is none of this name */
  operate(name: string): void {
    if (!Object.hasOwn(OPERATIONS, name)) {
      throw fail('bad-value', `${name} is no editing operation`, { hint: 'keys prompt lists them' });
    }
    this.#typed(OPERATIONS[name as keyof typeof OPERATIONS](this.#line));
  }

  /** Puts a text into an empty line, as a key in the panels does when it returns to the prompt. */
  type(text: string): void {
    this.#typed(insert(this.#line, text));
  }
}
