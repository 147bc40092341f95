/** Bars with their labels at the left and their values at the right, as text. Pure; drawn by `chart bar` and `chart histogram`. */
import { safeText } from '../../lib/safe-text.ts';
import { fitToWidth, displayWidth, padToWidth } from '../../lib/width.ts';
import type { Io } from '../io.ts';
import { paint } from './colour.ts';

export interface Bar {
  readonly label: string;
  /** The length; nothing is drawn for what is not above zero. */
  readonly value: number;
  /** The value as it is written. */
  readonly text: string;
}

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'] as const;
const LEAST_BAR = 4;
/** A line of eighty cells is compared more easily than one of two hundred. */
const MOST_BAR = 80;
const GAP = 2;

/** Lines with their newlines; nothing for no bars. */
export function drawBars(bars: readonly Bar[], output: Io['output']): string {
  const most = Math.max(0, ...bars.map(({ value }) => value));
  const valueWidth = Math.max(0, ...bars.map(({ text }) => displayWidth(text)));
  const labels = bars.map(({ label }) => safeText(label, 200));
  const wanted = Math.max(0, ...labels.map(displayWidth));
  const room = output.columns - valueWidth - 2 * GAP;
  const labelWidth = Math.max(
    1,
    Math.min(wanted, Math.max(Math.floor(output.columns / 3), room - MOST_BAR), room - LEAST_BAR),
  );
  const barWidth = Math.max(LEAST_BAR, Math.min(MOST_BAR, room - labelWidth));
  const gap = ' '.repeat(GAP);
  return bars
    .map(({ value, text }, index) => {
      const bar = barOf(most > 0 ? value / most : 0, barWidth, output.utf8);
      const label = fitToWidth(labels[index]!, labelWidth, 'left', output.utf8 ? '…' : '~');
      const drawn = paint(bar, 'cyan', output.color) + ' '.repeat(barWidth - displayWidth(bar));
      return `${label}${gap}${drawn}${gap}${padToWidth(text, valueWidth, 'right')}\n`;
    })
    .join('');
}

/** @param share 0..1 of the width; whatever is above zero can be seen */
function barOf(share: number, width: number, utf8: boolean): string {
  if (!(share > 0)) return '';
  if (!utf8) return '#'.repeat(Math.max(1, Math.round(share * width)));
  const eighths = Math.max(1, Math.round(share * width * EIGHTHS.length));
  return '█'.repeat(Math.floor(eighths / EIGHTHS.length)) + EIGHTHS[eighths % EIGHTHS.length]!;
}
