/** How `quit` ends the shell: at once when nobody would lose anything, else after a question. Signals and Ctrl-C twice do not come here. */
import type { JobRow } from '../../engine/types.ts';
import { unfinishedWork } from './unfinished-work.ts';

export interface LeavingPort {
  readonly jobs: () => readonly JobRow[];
  readonly confirm: (question: string) => Promise<boolean>;
  /** No command runs any more, the one that asked to leave included. */
  readonly isIdle: () => boolean;
  readonly end: () => void;
}

export class Leaving {
  readonly #port: LeavingPort;
  #isAsking = false;
  #isDue = false;

  constructor(port: LeavingPort) {
    this.#port = port;
  }

  /** The shell ends with the command that runs. */
  get isDue(): boolean {
    return this.#isDue;
  }

  async request(): Promise<void> {
    if (this.#isAsking) return;
    const { jobs, confirm, isIdle, end } = this.#port;
    const question = unfinishedWork(jobs());
    if (question === null) {
      this.#isDue = true;
      if (isIdle()) end();
      return;
    }
    this.#isAsking = true;
    const isSure = await confirm(question);
    this.#isAsking = false;
    if (isSure) end();
  }
}
