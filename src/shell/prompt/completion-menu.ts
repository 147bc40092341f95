/** The candidates of Tab while they are open: which of them is chosen, what is taken, and how typing narrows them. */
import type { CompletionResult } from '../../command/interpreter.ts';
import { acceptChosen, choose, choosePage, complete, type Menu } from '../edit/completion.ts';
import type { Line } from '../edit/line.ts';
import { LINE_OPERATIONS, type Operation } from '../edit/operations.ts';

export class CompletionMenu {
  readonly #ask: (text: string, cursor: number) => CompletionResult | null;
  #menu: Menu | null = null;
  /** It was typed since the menu opened: Tab completes that first. */
  #isTyped = false;

  constructor(ask: (text: string, cursor: number) => CompletionResult | null) {
    this.#ask = ask;
  }

  /** Null when it is closed. */
  get shown(): Menu | null {
    return this.#menu;
  }

  close(): void {
    this.#menu = null;
  }

  /** Tab: puts in what is sure, and opens where there is a choice. */
  open(line: Line): Line {
    const result = this.#ask(line.text, line.cursor);
    if (!result) return line;
    const next = complete(line, result);
    this.#menu = next.menu;
    this.#isTyped = false;
    return next.line;
  }

  /** The line was changed by typing: only what still fits stays. */
  narrow({ text, cursor }: Line): void {
    if (!this.#menu) return;
    const result = this.#ask(text, cursor);
    this.#isTyped = true;
    this.#menu = result && result.candidates.length > 0 ? { ...result, chosen: -1 } : null;
  }

  /** @returns the line after a key of the menu; null when it is none */
  handle(line: Line, operation: Operation): Line | null {
    const menu = this.#menu;
    if (!menu) return null;
    switch (operation) {
      case 'complete': {
        const completed = this.#isTyped ? this.open(line) : line;
        if (completed === line && this.#menu) this.#menu = choose(this.#menu, 1);
        return completed;
      }
      case 'down':
      case 'newer':
        this.#menu = choose(menu, 1);
        return line;
      case 'complete-back':
      case 'up':
      case 'older':
        this.#menu = choose(menu, -1);
        return line;
      case 'page-up':
      case 'page-down':
        this.#menu = choosePage(menu, operation === 'page-up' ? -1 : 1);
        return line;
      case 'leave':
        this.#menu = null;
        return line;
      case 'enter':
      case 'right':
        if (menu.chosen < 0) return null;
        this.#menu = null;
        return acceptChosen(line, menu);
      case 'delete-left':
      case 'delete-right': {
        const shorter = LINE_OPERATIONS[operation](line);
        this.narrow(shorter);
        return shorter;
      }
      default:
        return null;
    }
  }
}
