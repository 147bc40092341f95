/** A process with the loop probe inside, asked from outside: how late its main thread is. */
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { LoopFacts } from './loop-probe.ts';

/** Makes node load the probe. */
export const PROBE_OPTION = `--import=${new URL('./loop-probe.ts', import.meta.url).href}`;

export class Probe {
  readonly #file: string;
  #read = 0;

  constructor(file: string) {
    this.#file = file;
  }

  /** What the process measured since the last call. */
  async facts(process: { signal(name: NodeJS.Signals): void }): Promise<LoopFacts> {
    const file = `${this.#file}.${++this.#read}`;
    process.signal('SIGUSR2');
    for (const giveUp = performance.now() + 10_000; !existsSync(file); await delay(10)) {
      if (performance.now() > giveUp) throw new Error('the probe wrote nothing');
    }
    return JSON.parse(readFileSync(file, 'utf8')) as LoopFacts;
  }
}
