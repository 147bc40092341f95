/** Bars of eighth blocks, as text: the same length everywhere, readable without colour. */

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** The filled part of a bar of `cells` cells; `fraction` outside 0..1 is clamped. A value above zero always shows. */
export function barText(fraction: number, cells: number): string {
  if (!(fraction > 0) || cells <= 0) return '';
  const eighths = Math.max(1, Math.round(Math.min(1, fraction) * cells * 8));
  return '█'.repeat(Math.floor(eighths / 8)) + EIGHTHS[eighths % 8]!;
}

const LEVELS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/** One character a value, scaled to the largest; zero is the lowest. */
export function sparkText(values: readonly number[]): string {
  const top = Math.max(...values, 0);
  return values.map((value) => LEVELS[top > 0 ? Math.min(7, Math.floor((value / top) * 7.999)) : 0]).join('');
}
