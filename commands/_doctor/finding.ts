/** What one look of `doctor` found. */
export interface Finding {
  readonly check: string;
  readonly verdict: 'ok' | 'warn' | 'fail';
  readonly found: string;
  /** What to do; empty when there is nothing to do. */
  readonly advice: string;
  readonly [field: string]: unknown;
}

export const good = (check: string, found: string): Finding => ({ check, verdict: 'ok', found, advice: '' });
export const weak = (check: string, found: string, advice: string): Finding => ({
  check,
  verdict: 'warn',
  found,
  advice,
});
export const bad = (check: string, found: string, advice: string): Finding => ({
  check,
  verdict: 'fail',
  found,
  advice,
});

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
