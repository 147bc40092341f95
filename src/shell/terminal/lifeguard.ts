/**
 * Makes sure that the terminal is given back however the process ends: exit, a thrown error, a signal. Decides nothing
 * about what the process does next; it only restores first and reports the signal.
 */
export type EndSignal = 'SIGTERM' | 'SIGINT' | 'SIGHUP';

/** Exit statuses as shells report them: 128 + number. */
export const SIGNAL_STATUS: Readonly<Record<EndSignal, number>> = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

export interface Lifeguard {
  /** Restores the terminal; must be safe to call at any moment and more than once. */
  readonly restore: () => void;
  readonly onSignal: (signal: EndSignal) => void;
  /** Somebody else stops the process (`kill -TSTP`). */
  readonly onSuspend: () => void;
  readonly onContinue: () => void;
}

/** @returns a function that takes all listeners away again */
export function watchOver(guard: Lifeguard): () => void {
  const signals = Object.keys(SIGNAL_STATUS) as EndSignal[];
  const onSignal = (signal: NodeJS.Signals): void => guard.onSignal(signal as EndSignal);
  for (const signal of signals) process.on(signal, onSignal);
  process.on('SIGTSTP', guard.onSuspend);
  process.on('SIGCONT', guard.onContinue);
  process.on('exit', guard.restore);
  // The monitor runs before Node prints the error and ends the process: the message lands on the normal screen.
  process.on('uncaughtExceptionMonitor', guard.restore);
  return () => {
    for (const signal of signals) process.off(signal, onSignal);
    process.off('SIGTSTP', guard.onSuspend);
    process.off('SIGCONT', guard.onContinue);
    process.off('exit', guard.restore);
    process.off('uncaughtExceptionMonitor', guard.restore);
  };
}
