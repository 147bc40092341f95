/**
 * RefBot's own judge inside this process: started by `judge start`, or by itself when a check of loopback proxies needs
 * one. The engine owns the one holder.
 */
import type { RunningJudge } from '../checker/judge/start.ts';
import { fail } from '../model/errors.ts';

export interface JudgeHolderOptions {
  /** Where certificate and key are kept. */
  readonly keyFolder: string;
  readonly onDeath: (error: Error) => void;
}

export interface JudgePorts {
  readonly port?: number;
  readonly httpsPort?: number;
}

export class JudgeHolder {
  readonly #options: JudgeHolderOptions;
  #running: Promise<RunningJudge> | null = null;
  #judge: RunningJudge | null = null;

  constructor(options: JudgeHolderOptions) {
    this.#options = options;
  }

  /** URLs while it runs. */
  get current(): RunningJudge | null {
    return this.#judge;
  }

  /** @throws already-running, port-in-use */
  async start(ports: JudgePorts): Promise<RunningJudge> {
    if (this.#running) {
      const judge = await this.#running;
      throw fail('already-running', `the judge runs already: ${judge.http} and ${judge.https}`, {
        hint: '`judge stop` ends it',
      });
    }
    return this.obtain(ports);
  }

  /** The running one, else a new one on these ports (0 or absent = any free port). */
  obtain(ports: JudgePorts = {}): Promise<RunningJudge> {
    if (this.#running) return this.#running;
    const starting = this.#begin(ports);
    this.#running = starting;
    starting.then(
      (judge) => (this.#judge = judge),
      () => (this.#running = null),
    );
    return starting;
  }

  /** Most runs start no judge: what starts one is loaded with the first. */
  async #begin(ports: JudgePorts): Promise<RunningJudge> {
    const { startJudge } = await import('../checker/judge/start.ts');
    return startJudge({
      ...ports,
      keyFolder: this.#options.keyFolder,
      onDeath: (error) => {
        this.#running = null;
        this.#judge = null;
        this.#options.onDeath(error);
      },
    });
  }

  /** Safe to call when none runs. */
  async stop(): Promise<void> {
    const running = this.#running;
    this.#running = null;
    this.#judge = null;
    if (running) await (await running.catch(() => null))?.stop();
  }
}
