/** Budgets beside figures: what was wanted, what it came to, and whether that is met. Nothing fails by it. */

export interface Budget {
  /** `≤ 2.3 × C (1.92)`; the figure is missing where there was nothing to compare with. */
  readonly text: string;
  /** Null = could not be measured. */
  readonly met: boolean | null;
}

/** `value` is at most `factor` times `base`. */
export function atMost(factor: number, value: number | undefined, base: number | undefined, of: string): Budget {
  return budget('≤', factor, value, base, of);
}

/** `value` is at least `factor` times `base`. */
export function atLeast(factor: number, value: number | undefined, base: number | undefined, of: string): Budget {
  return budget('≥', factor, value, base, of);
}

/** A figure on its own: `≤ 160 (92)`. */
export function limit(most: number, value: number): Budget {
  return { text: `≤ ${most}`, met: value <= most };
}

export function verdict(budgets: readonly Budget[]): 'yes' | 'no' | '?' {
  if (budgets.some(({ met }) => met === false)) return 'no';
  return budgets.some(({ met }) => met === null) ? '?' : 'yes';
}

function budget(
  sign: '≤' | '≥',
  factor: number,
  value: number | undefined,
  base: number | undefined,
  of: string,
): Budget {
  const wanted = `${sign} ${factor} × ${of}`;
  if (value === undefined || base === undefined) return { text: wanted, met: null };
  const found = value / base;
  return { text: `${wanted} (${found.toFixed(2)})`, met: sign === '≤' ? found <= factor : found >= factor };
}
