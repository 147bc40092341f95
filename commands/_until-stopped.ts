/** How a command that is a server of its own waits in the foreground. */

/** Resolves when the signal is aborted: Ctrl-C, SIGTERM, or the end of the script's time. */
export async function untilStopped(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  // An abort listener alone keeps no process alive; the timer does, and never has anything to do.
  const { promise, resolve } = Promise.withResolvers<void>();
  const alive = setInterval(() => {}, 2 ** 30);
  signal.addEventListener('abort', () => resolve(), { once: true });
  await promise;
  clearInterval(alive);
}
