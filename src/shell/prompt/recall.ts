/** Older lines by keys: up and down through the history, Alt-. through last arguments. Remembers where each of them is. */
import { newer, older, startWalk, type Walk, walkText } from '../edit/history.ts';
import { insertLastArgument, type LastArgument } from '../edit/last-argument.ts';
import { freshLine, type Line } from '../edit/line.ts';
import { LINE_OPERATIONS, type Operation } from '../edit/operations.ts';

export class Recall {
  readonly #history: () => readonly string[];
  #walk: Walk | null = null;
  /** What Alt-. put in, while it is pressed again and again. */
  #argument: LastArgument | null = null;

  constructor(history: () => readonly string[]) {
    this.#history = history;
  }

  /** The line was changed by something else: the next step begins there. */
  forget(): void {
    this.#walk = null;
    this.#argument = null;
  }

  /** @returns the line after a key that leads to older or newer ones; null when it is none */
  handle(line: Line, operation: Operation): Line | null {
    if (operation === 'last-argument') return this.#lastArgument(line);
    this.#argument = null;
    if (operation === 'up') return rowOf(line, 'row-up') ?? this.#step(line, older);
    if (operation === 'down') return rowOf(line, 'row-down') ?? this.#step(line, newer);
    if (operation === 'older') return this.#step(line, older);
    return operation === 'newer' ? this.#step(line, newer) : null;
  }

  /** Through the lines that begin as typed. */
  #step(line: Line, step: (history: readonly string[], walk: Walk) => Walk): Line {
    const history = this.#history();
    this.#walk = step(history, this.#walk ?? startWalk(history, line.text));
    return freshLine(line, walkText(history, this.#walk));
  }

  /** The last argument of an older line put in; pressed again, that of the one before. */
  #lastArgument(line: Line): Line {
    const found = insertLastArgument(line, this.#history(), this.#argument);
    if (!found) return line;
    this.#walk = null;
    this.#argument = found.inserted;
    return found.line;
  }
}

/** Another row of a block; null on its first or last one. */
function rowOf(line: Line, step: 'row-up' | 'row-down'): Line | null {
  const moved = LINE_OPERATIONS[step](line);
  return moved.cursor === line.cursor ? null : moved;
}
