/** A series in one line of text: a block for each value, high where the value is. Pure; `chart spark` and `proxies show` use it. */

const BLOCKS = [...'▁▂▃▄▅▆▇█'];
const LETTERS = [...'.:-=+*#@'];

/**
 * Null is what has no value, shown as a gap that cannot be missed.
 * @param from the value at the bottom; default: the least one
 */
export function sparkLine(values: readonly (number | null)[], utf8: boolean, from?: number): string {
  const levels = utf8 ? BLOCKS : LETTERS;
  const known = values.filter((value) => value !== null);
  const low = from ?? known.reduce((least, value) => Math.min(least, value), Infinity);
  const high = known.reduce((most, value) => Math.max(most, value), -Infinity);
  const top = levels.length - 1;
  return values
    .map((value) => {
      if (value === null) return utf8 ? '×' : 'x';
      // All alike: in the middle, as neither high nor low would be true.
      if (high <= low) return levels[top >> 1]!;
      return levels[Math.max(0, Math.round(((value - low) / (high - low)) * top))]!;
    })
    .join('');
}

/** At most `count` values, each the mean of those it stands for. */
export function thinned(values: readonly number[], count: number): readonly number[] {
  if (values.length <= count) return values;
  return Array.from({ length: count }, (_, part) => {
    const from = Math.floor((part * values.length) / count);
    const to = Math.floor(((part + 1) * values.length) / count);
    let sum = 0;
    for (let i = from; i < to; i += 1) sum += values[i]!;
    return sum / (to - from);
  });
}
