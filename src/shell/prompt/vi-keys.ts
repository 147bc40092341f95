/** The prompt's keys of vi, where the configuration asks for them: the mode, and what a key of it does to the line. */
import type { Line } from '../edit/line.ts';
import { isViKey, settled, type Vi, VI_START, viInsert, viKey, type ViStep } from '../edit/vi.ts';
import type { KeyEvent, TextEvent } from '../input/events.ts';

export class ViKeys {
  readonly #isOn: () => boolean;
  #vi: Vi = VI_START;

  constructor(isOn: () => boolean) {
    this.#isOn = isOn;
  }

  /** Null where the keys of emacs hold. */
  get mode(): Vi['mode'] | null {
    return this.#isOn() ? this.#vi.mode : null;
  }

  /** What is typed goes into the line. */
  insert(line: Line): void {
    this.#vi = viInsert(this.#vi, line);
  }

  takes(event: KeyEvent | TextEvent): boolean {
    return this.#isOn() && isViKey(this.#vi, event);
  }

  handle(line: Line, event: KeyEvent | TextEvent): Omit<ViStep, 'vi'> {
    const { vi, ...step } = viKey(this.#vi, line, event);
    this.#vi = vi;
    return step;
  }

  /** The line as it stands in this mode, whatever changed it. */
  settled(line: Line): Line {
    return this.mode === 'normal' ? settled(line) : line;
  }
}
