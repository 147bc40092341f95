/**
 * While the shell owns the screen, whatever libraries print to the console or to standard error goes to the log panel
 * instead of across the frame.
 */
import { format } from 'node:util';

export type CaptureLevel = 'debug' | 'info' | 'warn' | 'error';

const METHODS = { log: 'info', info: 'info', warn: 'warn', error: 'error', debug: 'debug', trace: 'debug' } as const;

/** @returns a function that gives the console back */
export function captureConsole(onLine: (level: CaptureLevel, area: string, text: string) => void): () => void {
  const methods = Object.keys(METHODS) as (keyof typeof METHODS)[];
  const originals = new Map(methods.map((name) => [name, console[name]]));
  for (const name of methods)
    console[name] = (...args: unknown[]): void => onLine(METHODS[name], 'console', format(...args));

  const write = process.stderr.write.bind(process.stderr);
  process.stderr.write = ((chunk: Uint8Array | string, encoding?: unknown, callback?: unknown): boolean => {
    const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
    for (const line of text.split('\n')) if (line.trim() !== '') onLine('warn', 'stderr', line);
    const done = typeof encoding === 'function' ? encoding : callback;
    if (typeof done === 'function') done();
    return true;
  }) as typeof process.stderr.write;

  const warningListeners = process.listeners('warning');
  const onWarning = (warning: Error): void => onLine('warn', 'process', `${warning.name}: ${warning.message}`);
  process.removeAllListeners('warning');
  process.on('warning', onWarning);

  return () => {
    for (const [name, original] of originals) console[name] = original;
    process.stderr.write = write;
    process.off('warning', onWarning);
    for (const listener of warningListeners) process.on('warning', listener);
  };
}
