/** Older lines by keys: up and down through the history, Alt-. through last arguments. Remembers where each of them is. */
import { newer, older, startWalk, type Walk, walkText } from '../edit/history.ts';
import { insertLastArgument, type LastArgument } from '../edit/last-argument.ts';
import { freshLine, type Line } from '../edit/line.ts';
import { LINE_OPERATIONS } from '../edit/operations.ts';

type Step = 'up' | 'down' | 'older' | 'newer';

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

  forgetArgument(): void {
    this.#argument = null;
  }

  /** Up and down go through the rows of a block first, then through the lines that begin as typed. */
  step(line: Line, step: Step): Line {
    if ((step === 'up' || step === 'down') && line.text.includes('\n')) {
      const moved = LINE_OPERATIONS[step === 'up' ? 'row-up' : 'row-down'](line);
      if (moved.cursor !== line.cursor) return moved;
    }
    const history = this.#history();
    const walk = this.#walk ?? startWalk(history, line.text);
    this.#walk = (step === 'up' || step === 'older' ? older : newer)(history, walk);
    return freshLine(line, walkText(history, this.#walk));
  }

  /** The last argument of an older line put in; pressed again, that of the one before. */
  lastArgument(line: Line): Line {
    const found = insertLastArgument(line, this.#history(), this.#argument);
    if (!found) return line;
    this.#walk = null;
    this.#argument = found.inserted;
    return found.line;
  }
}
