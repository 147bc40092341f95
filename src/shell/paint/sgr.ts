/** Coloured text from the command language (`ESC [ … m`) as segments; every other escape is dropped. */
import type { Segment } from './brush.ts';
import { PLAIN, style } from './style.ts';

const SEQUENCE = /\x1b\[([0-9;:]*)([@-~])|\x1b[^[]?/g;

interface Pen {
  fg?: number;
  bg?: number;
  bold?: boolean;
  underline?: boolean;
  inverse?: boolean;
}

/** @param base the look of text without colours, and after a reset */
export function parseSgr(text: string, base = PLAIN): Segment[] {
  if (!text.includes('\x1b')) return [[text, base]];
  const segments: Segment[] = [];
  let pen: Pen = {};
  let at = 0;
  const push = (end: number): void => {
    if (end > at) segments.push([text.slice(at, end), Object.keys(pen).length === 0 ? base : style(pen)]);
  };
  for (const match of text.matchAll(SEQUENCE)) {
    push(match.index);
    at = match.index + match[0].length;
    if (match[2] === 'm') pen = applyCodes(pen, (match[1] ?? '').split(/[;:]/).map(Number));
  }
  push(text.length);
  return segments;
}

function applyCodes(before: Pen, codes: readonly number[]): Pen {
  let pen: Pen = { ...before };
  for (let index = 0; index < codes.length; index++) {
    const code = codes[index]!;
    if (code === 0) pen = {};
    else if (code === 1) pen.bold = true;
    else if (code === 4) pen.underline = true;
    else if (code === 7) pen.inverse = true;
    else if (code === 22) delete pen.bold;
    else if (code === 24) delete pen.underline;
    else if (code === 27) delete pen.inverse;
    else if (code >= 30 && code <= 37) pen.fg = code - 30;
    else if (code >= 90 && code <= 97) pen.fg = code - 82;
    else if (code >= 40 && code <= 47) pen.bg = code - 40;
    else if (code === 39) delete pen.fg;
    else if (code === 49) delete pen.bg;
    else if ((code === 38 || code === 48) && codes[index + 1] === 5) {
      pen[code === 38 ? 'fg' : 'bg'] = (codes[index + 2] ?? 7) & 0xff;
      index += 2;
    }
    // Faint: grey, because not every terminal has it.
    else if (code === 2) pen.fg = 8;
  }
  return pen;
}
