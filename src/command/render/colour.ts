/** The few colours of text output: headings dim, and words that mean good or bad. Nothing where colour is off. No other sequence reaches a terminal. */
import { safeLines } from '../../lib/safe-text.ts';

const CODES = { dim: 2, bold: 1, red: 31, green: 32, yellow: 33, cyan: 36 } as const;
export type Colour = keyof typeof CODES;

const WORDS: Readonly<Record<string, Colour>> = {
  working: 'green',
  ok: 'green',
  elite: 'green',
  CLOSED: 'green',
  answered: 'yellow',
  testing: 'yellow',
  HALF_OPEN: 'yellow',
  running: 'yellow',
  warn: 'yellow',
  failed: 'red',
  failing: 'red',
  fail: 'red',
  error: 'red',
  broken: 'red',
  OPEN: 'red',
  transparent: 'red',
};

export function paint(text: string, colour: Colour, on: boolean): string {
  return on && text !== '' ? `\x1b[${CODES[colour]}m${text}\x1b[0m` : text;
}

// oxlint-disable-next-line no-control-regex
const OWN = new RegExp(`(\\x1b\\[(?:0|${Object.values(CODES).join('|')})m)`);

/**
 * The last border before a terminal: whatever a command or an error says, nothing but text, line breaks and the colours
 * of {@link paint} passes. Values were made safe when they were rendered; this holds where somebody forgot to.
 */
export function forTerminal(text: string, color: boolean): string {
  if (!color || !text.includes('\x1b')) return safeLines(text);
  return text
    .split(OWN)
    .map((part, index) => (index % 2 === 1 ? part : safeLines(part)))
    .join('');
}

/** Colour of a value that is one of the known words. */
export function colourOf(value: unknown): Colour | null {
  return typeof value === 'string' && Object.hasOwn(WORDS, value) ? WORDS[value]! : null;
}
