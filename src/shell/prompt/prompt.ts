/**
 * The prompt line: turns keys into an edited line, history, search, completion, and answers to questions. Says what
 * should happen as a value; it runs nothing and paints nothing.
 */
import type { Guide, Highlighted } from '../../command/interpreter.ts';
import { fail } from '../../model/errors.ts';
import type { Menu } from '../edit/completion.ts';
import { EMPTY_LINE, freshLine, insert, type Line, paste, replace } from '../edit/line.ts';
import { takeGhost } from '../edit/take-ghost.ts';
import { isLineOperation, isOperation, LINE_OPERATIONS, type Operation } from '../edit/operations.ts';
import type { Vi } from '../edit/vi.ts';
import type { KeyEvent, TextEvent } from '../input/events.ts';
import { Advice } from './advice.ts';
import { Chords } from './chords.ts';
import { CompletionMenu } from './completion-menu.ts';
import { HistorySearch } from './history-search.ts';
import { OtherText } from './other-text.ts';
import type { PromptAction, PromptEvent } from './prompt-action.ts';
import { Questions } from './questions.ts';
import { Recall } from './recall.ts';
import type { PromptSources } from './sources.ts';
import { ViKeys } from './vi-keys.ts';

export type { PromptAction, PromptEvent } from './prompt-action.ts';

const CHANGED: PromptAction = { kind: 'changed' };

export class Prompt {
  readonly #sources: PromptSources;
  readonly #advice: Advice;
  readonly #questions = new Questions();
  readonly #recall: Recall;
  readonly #chords: Chords;
  readonly #search: HistorySearch;
  readonly #menu: CompletionMenu;
  readonly #vi: ViKeys;
  #line: Line = EMPTY_LINE;
  #editing: OtherText | null = null;
  /** The lines came by a paste. */
  #pasted = false;

  constructor(sources: PromptSources) {
    this.#sources = sources;
    this.#advice = new Advice(sources);
    this.#recall = new Recall(() => sources.history());
    this.#chords = new Chords(sources);
    this.#search = new HistorySearch(() => sources.history());
    this.#menu = new CompletionMenu((text, cursor) => sources.complete(text, cursor));
    this.#vi = new ViKeys(() => this.isPlain && sources.mode?.() === 'vi');
  }

  get line(): Line {
    return this.#line;
  }
  /** Candidates of Tab, or lines that Ctrl-R found. */
  get menu(): Menu | null {
    return this.#search.menu ?? this.#menu.shown;
  }
  get editing(): OtherText | null {
    return this.#editing;
  }
  get question(): string | null {
    return this.#questions.text;
  }
  /** While Ctrl-R is open. */
  get search(): { readonly query: string; readonly found: string | null } | null {
    return this.#search.shown;
  }
  /** The first key of a chord of two, while the second one is waited for. */
  get pending(): string | null {
    return this.#chords.pending;
  }
  /** The rows of a block that was pasted; 0 = none was. */
  get pastedRows(): number {
    return this.#pasted && this.#line.text.includes('\n') ? this.#line.text.split('\n').length : 0;
  }
  /** Something is open at its end: Enter goes on in another row. */
  get isOpen(): boolean {
    return !this.isEmpty && (this.#sources.isOpen?.(this.#line.text) ?? false);
  }
  get isEmpty(): boolean {
    return this.#line.text === '';
  }
  /** True while a command line is edited: no question, no other text. */
  get isPlain(): boolean {
    return this.question === null && !this.#editing && !this.search;
  }

  /** The mode of vi's keys; null where the keys of emacs hold. */
  get viMode(): Vi['mode'] | null {
    return this.#vi.mode;
  }

  /** Something is open that takes the keys first: a menu, a search, a pasted block, half a chord. */
  get isBusy(): boolean {
    return !this.isPlain || this.menu !== null || this.pending !== null || this.pastedRows > 0;
  }

  /** Grey text behind the cursor: how the newest line that starts like this one goes on. */
  get ghost(): string {
    return this.isPlain && !this.menu ? this.#advice.ghost(this.#line) : '';
  }
  /** Grey parameters behind the cursor: what the command still takes. Empty where a ghost stands. */
  get remaining(): string {
    return this.isPlain && !this.menu && this.ghost === '' ? this.#advice.remaining(this.#line) : '';
  }
  /** About the command under the cursor. */
  get guide(): Guide {
    return this.#advice.guide(this.isPlain ? this.#line : EMPTY_LINE);
  }
  /** Colours of the line, and the reason of the first thing that is wrong. */
  get highlighted(): Highlighted {
    return this.#advice.highlighted(this.isPlain ? this.#line : EMPTY_LINE);
  }

  /** Asks a person; questions wait for each other. */
  ask(text: string, signal: AbortSignal): Promise<boolean> {
    return this.#questions.ask(text, signal);
  }

  /** Edits another text in the line; the command line comes back afterwards. */
  edit(label: string, initial: string, accept: OtherText['accept'], follow?: OtherText['follow']): void {
    this.#editing = new OtherText(label, this.#line, accept, follow);
    this.#begin(freshLine(this.#line, initial));
  }

  /** Empties the line and closes everything that is open. @returns false when there was nothing to clear */
  clear(): boolean {
    const had = !this.isEmpty || this.menu !== null || this.#editing !== null || this.pending !== null;
    this.#begin(this.#editing?.giveUp() ?? freshLine(this.#line));
    this.#editing = null;
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
    return this.search ? this.#afterSearch(name) : this.#operate(name);
  }

  /** The keys come back to the line: what is typed goes into it. */
  resume(): void {
    this.#vi.insert(this.#line);
  }

  /** True when the key is the prompt's own whatever is bound to it: vi's. */
  takes(event: KeyEvent | TextEvent): boolean {
    return this.menu === null && this.#vi.takes(event);
  }

  handle(event: PromptEvent): PromptAction {
    const action = this.#handle(event);
    this.#line = this.#vi.settled(this.#line);
    return action;
  }

  #handle(event: PromptEvent): PromptAction {
    if (this.question !== null) {
      if (this.#questions.handle(event) || event.type !== 'key') return CHANGED;
      return { kind: 'ignored', chord: event.chord };
    }
    if (this.pending === null) {
      if (event.type === 'paste') return this.#text(event.text, true);
      if (this.takes(event)) return this.#viKey(event);
      if (event.type === 'text') return this.#text(event.text, false);
    }
    const key = this.#chords.read(event);
    if (key === null) return CHANGED;
    const { chord, operation } = key;
    if (this.search) return this.#searchKey(chord, operation);
    // Ctrl-D on an empty line ends the shell; that is not the prompt's to decide.
    const action = operation === null || (chord === 'C-d' && this.isEmpty) ? null : this.#operate(operation);
    return action === null || action.kind === 'ignored' ? { kind: 'ignored', chord } : action;
  }

  #text(text: string, isPasted: boolean): PromptAction {
    if (this.search) {
      this.#search.add(text);
      return CHANGED;
    }
    if (!isPasted) return this.#typed(insert(this.#line, text));
    const one = this.#editing ? text.replace(/\s*[\r\n]+\s*/g, ' ').trim() : text;
    const action = this.#typed(paste(this.#line, one));
    if (this.#line.text.includes('\n')) this.#pasted = true;
    return action;
  }

  #viKey(event: KeyEvent | TextEvent): PromptAction {
    const { line, operation, times = 1 } = this.#vi.handle(this.#line, event);
    if (line !== this.#line) this.#typed(line);
    let action = CHANGED;
    for (let left = operation ? times : 0; left > 0; left--) action = this.#operate(operation!);
    return action;
  }

  #searchKey(chord: string, operation: Operation | null): PromptAction {
    if (this.#search.handle(chord, operation)) return CHANGED;
    return operation === null ? { kind: 'ignored', chord } : this.#afterSearch(operation);
  }

  /** Takes what was found into the line and goes on with the operation there. */
  #afterSearch(operation: Operation): PromptAction {
    const found = this.search?.found ?? null;
    this.#search.close();
    if (found !== null) this.#line = freshLine(this.#line, found);
    return operation === 'complete' || operation === 'right' ? CHANGED : this.#operate(operation);
  }

  #operate(operation: Operation): PromptAction {
    if (this.#editing && !isLineOperation(operation)) return this.#editingKey(this.#editing, operation);
    const chosen = this.#menu.handle(this.#line, operation);
    if (chosen) return this.#take(chosen);
    this.#menu.close();
    const recalled = this.#recall.handle(this.#line, operation);
    if (recalled) {
      this.#line = recalled;
      return CHANGED;
    }
    if (isLineOperation(operation)) return this.#editLine(operation);
    switch (operation) {
      case 'enter':
        return this.isOpen ? this.#editLine('newline') : this.#run(this.#line.text);
      case 'leave':
        if (this.pastedRows === 0) return { kind: 'leave' };
        this.clear();
        return CHANGED;
      case 'complete':
        return this.#take(this.#menu.open(this.#line));
      case 'search':
        this.#search.open(this.viMode === 'normal' ? '' : this.#line.text);
        return CHANGED;
      case 'comment':
        return this.isEmpty ? CHANGED : this.#run(`# ${this.#line.text.replaceAll('\n', '\n# ')}`);
      case 'editor':
        return { kind: 'editor', text: this.#line.text };
      default:
        return { kind: 'ignored', chord: operation };
    }
  }

  #editingKey(editing: OtherText, operation: Operation): PromptAction {
    if (operation !== 'enter' && operation !== 'leave') return { kind: 'ignored', chord: operation };
    if (operation === 'enter' && !editing.offer(this.#line.text)) return CHANGED;
    this.#line = operation === 'enter' ? editing.before : editing.giveUp();
    this.#editing = null;
    return { kind: 'leave' };
  }

  #editLine(operation: keyof typeof LINE_OPERATIONS): PromptAction {
    if (operation === 'newline' && this.#editing) return { kind: 'ignored', chord: operation };
    const taken = takeGhost(this.#line, this.ghost, operation);
    return this.#typed(taken ?? LINE_OPERATIONS[operation](this.#line));
  }

  #run(text: string): PromptAction {
    this.#begin(freshLine(this.#line));
    this.#advice.forget();
    return text.trim() === '' ? CHANGED : { kind: 'run', text };
  }

  /** A change that is no typing: an open menu stays as it is. */
  #take(line: Line): PromptAction {
    if (line !== this.#line) this.#recall.forget();
    this.#line = line;
    return CHANGED;
  }

  /** Every change by typing ends a walk through the history and narrows an open menu. */
  #typed(line: Line): PromptAction {
    this.#line = line;
    this.#recall.forget();
    this.#editing?.typed(line.text);
    this.#menu.narrow(line);
    return CHANGED;
  }

  /** Another line, with nothing open. */
  #begin(line: Line): void {
    this.#menu.close();
    this.#search.close();
    this.#recall.forget();
    this.#chords.forget();
    this.#pasted = false;
    this.#line = line;
    this.resume();
  }
}
