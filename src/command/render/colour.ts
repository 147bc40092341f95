/** The few colours of text output: headings dim, and words that mean good or bad. Nothing where colour is off. */

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

/** Colour of a value that is one of the known words. */
export function colourOf(value: unknown): Colour | null {
  return typeof value === 'string' && Object.hasOwn(WORDS, value) ? WORDS[value]! : null;
}
