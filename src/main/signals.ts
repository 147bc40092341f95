/** Turns SIGINT, SIGTERM and SIGHUP into one abort signal and the exit status that goes with it. */
import { EXIT } from '../model/errors.ts';

const STATUS = { SIGINT: EXIT.interrupted, SIGTERM: EXIT.terminated, SIGHUP: 129 } as const;
type StopSignal = keyof typeof STATUS;

export interface StopSignals {
  /** Aborted by the first of them. */
  readonly signal: AbortSignal;
  /** Exit status of the one that came; null while none did. */
  readonly status: number | null;
  /** Gives the signals back to Node. */
  release(): void;
}

/**
 * The first signal asks politely; a second one ends the process at once, for whoever does not want to wait. Not so a
 * hang-up: it comes from the terminal and once more from the shell below, and nobody is waiting.
 */
export function watchStopSignals(): StopSignals {
  const abort = new AbortController();
  let status: number | null = null;
  const onSignal = (name: NodeJS.Signals): void => {
    const code = STATUS[name as StopSignal];
    if (status !== null && name === 'SIGHUP') return;
    if (status !== null) process.exit(code);
    status = code;
    abort.abort();
  };
  const names = Object.keys(STATUS) as StopSignal[];
  for (const name of names) process.on(name, onSignal);
  return {
    signal: abort.signal,
    get status() {
      return status;
    },
    release() {
      for (const name of names) process.off(name, onSignal);
    },
  };
}
