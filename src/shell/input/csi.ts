/** Meaning of one complete control sequence (`ESC [ … final`): a table of keys, mouse and focus reports; replies mean nothing. */
import type { InputEvent } from './events.ts';

const LETTERS: Readonly<Record<string, string>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  E: 'begin',
  F: 'end',
  H: 'home',
  P: 'f1',
  Q: 'f2',
  R: 'f3',
  S: 'f4',
  Z: 'tab',
};
const TILDES: Readonly<Record<number, string>> = {
  1: 'home',
  2: 'insert',
  3: 'delete',
  4: 'end',
  5: 'pageup',
  6: 'pagedown',
  7: 'home',
  8: 'end',
  11: 'f1',
  12: 'f2',
  13: 'f3',
  14: 'f4',
  15: 'f5',
  17: 'f6',
  18: 'f7',
  19: 'f8',
  20: 'f9',
  21: 'f10',
  23: 'f11',
  24: 'f12',
};
/** Keys that kitty's protocol reports by code; 57xxx are keypad keys. */
const CODES: Readonly<Record<number, string>> = {
  8: 'backspace',
  9: 'tab',
  13: 'enter',
  27: 'escape',
  32: 'space',
  127: 'backspace',
  57_414: 'enter',
  57_417: 'left',
  57_418: 'right',
  57_419: 'up',
  57_420: 'down',
  57_421: 'pageup',
  57_422: 'pagedown',
  57_423: 'home',
  57_424: 'end',
  57_425: 'insert',
  57_426: 'delete',
};
const FIRST_SURROGATE = 0xd800;
const LAST_PRIVATE_USE = 0xf8ff;

/** The chord of a key with xterm's modifier parameter (1 + bits: 1 shift, 2 alt, 4 ctrl). */
function chordOf(name: string, modifier: number): string {
  const bits = modifier > 0 ? modifier - 1 : 0;
  const single = name.length === 1;
  // Shift is part of a printable character already.
  const shift = (bits & 1) !== 0 && !single ? 'S-' : '';
  return `${(bits & 4) !== 0 ? 'C-' : ''}${(bits & 2) !== 0 ? 'M-' : ''}${shift}${name}`;
}

/**
 * @param body what stands between `ESC [` and the final character
 * @returns the event, or null for replies and keys that mean nothing here
 */
export function csiEvent(body: string, final: string): InputEvent | null {
  if (body.startsWith('<')) return mouseEvent(body.slice(1), final);
  if (/[^0-9;:]/.test(body)) return null;
  const parameters = body.split(';').map((part) => Number.parseInt(part, 10) || 0);
  const [first = 0, second = 0, third = 0] = parameters;
  // Kitty's event type stands behind a colon of the modifier: 3 is a release.
  if (body.split(';')[1]?.split(':')[1] === '3') return null;
  if (final === 'I' || final === 'O') return { type: 'focus', focused: final === 'I' };
  if (final === 'u') return codeEvent(first, second);
  if (final === '~') {
    if (first === 27 && parameters.length === 3) return codeEvent(third, second);
    const name = TILDES[first];
    return name === undefined ? null : { type: 'key', chord: chordOf(name, second) };
  }
  const name = LETTERS[final];
  // `ESC [ row ; column R` is a cursor report, not F3.
  if (name === undefined || (final === 'R' && first > 1)) return null;
  if (final === 'Z') return { type: 'key', chord: 'S-tab' };
  return { type: 'key', chord: chordOf(name, second) };
}

function codeEvent(code: number, modifier: number): InputEvent | null {
  const named = CODES[code];
  if (named !== undefined) {
    if (named === 'space' && modifier <= 2) return { type: 'text', text: ' ' };
    return { type: 'key', chord: chordOf(named, modifier) };
  }
  if (code < 32 || code > 0x10ffff || (code >= FIRST_SURROGATE && code <= LAST_PRIVATE_USE)) return null;
  const bits = modifier > 0 ? modifier - 1 : 0;
  const char = String.fromCodePoint(code);
  if ((bits & ~1) === 0) return { type: 'text', text: (bits & 1) !== 0 ? char.toUpperCase() : char };
  return { type: 'key', chord: chordOf(char.toLowerCase(), modifier) };
}

function mouseEvent(body: string, final: string): InputEvent | null {
  const [code = Number.NaN, x = Number.NaN, y = Number.NaN] = body.split(';').map(Number);
  if (!(code >= 0 && x >= 1 && y >= 1) || (final !== 'M' && final !== 'm')) return null;
  const at = { type: 'mouse', x: x - 1, y: y - 1, button: code & 3 } as const;
  if ((code & 64) !== 0) {
    if ((code & 3) > 1 || final === 'm') return null;
    return { ...at, kind: (code & 1) === 0 ? 'wheel-up' : 'wheel-down' };
  }
  if ((code & 32) !== 0) return { ...at, kind: 'drag' };
  return { ...at, kind: final === 'M' ? 'press' : 'release' };
}
