/** Questions of commands to the person: one after the other, answered by a key, never by a paste. */
import type { PromptEvent } from './prompt.ts';

interface Question {
  readonly text: string;
  readonly answer: (yes: boolean) => void;
}

export class Questions {
  readonly #waiting: Question[] = [];

  /** The one that is asked now. */
  get text(): string | null {
    return this.#waiting[0]?.text ?? null;
  }

  /** @param signal answers with no when the command is cancelled */
  ask(text: string, signal: AbortSignal): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const question = { text, answer: resolve };
    this.#waiting.push(question);
    signal.addEventListener('abort', () => this.#answer(question, false), { once: true });
    if (signal.aborted) this.#answer(question, false);
    return promise;
  }

  /** @returns false when the key means nothing to the question */
  handle(event: PromptEvent): boolean {
    const question = this.#waiting[0];
    if (!question) return false;
    // Nothing that is pasted answers a question.
    if (event.type === 'paste') return true;
    const key = event.type === 'text' ? event.text.toLowerCase() : event.chord;
    if (key === 'y') this.#answer(question, true);
    else if (key === 'n' || key === 'escape' || key === 'enter' || key === 'C-c') this.#answer(question, false);
    else return event.type === 'text';
    return true;
  }

  #answer(question: Question, yes: boolean): void {
    const at = this.#waiting.indexOf(question);
    if (at < 0) return;
    this.#waiting.splice(at, 1);
    question.answer(yes);
  }
}
