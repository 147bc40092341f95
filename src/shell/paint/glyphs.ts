/**
 * Which characters may reach a terminal: reduces text to characters whose width every terminal agrees on, and to ASCII
 * where the terminal is not UTF-8. Called by the brush for each text it writes.
 */
import { displayWidth, graphemes } from '../../lib/width.ts';

const ASCII: Readonly<Record<string, string>> = {
  '│': '|',
  '─': '-',
  '┌': '+',
  '┐': '+',
  '└': '+',
  '┘': '+',
  '├': '+',
  '┤': '+',
  '┬': '+',
  '┴': '+',
  '┼': '+',
  '┄': '-',
  '█': '#',
  '▉': '#',
  '▊': '#',
  '▋': '#',
  '▌': '=',
  '▍': '=',
  '▎': '-',
  '▏': '-',
  '▕': '[',
  '░': '.',
  '▁': '_',
  '▂': '_',
  '▃': '-',
  '▄': '-',
  '▅': '=',
  '▆': '=',
  '▇': '#',
  '▲': '^',
  '▼': 'v',
  '▶': '>',
  '●': '*',
  '◐': '%',
  '○': 'o',
  '❯': '>',
  '…': '~',
  '·': '.',
  '–': '-',
  '—': '-',
  '→': '>',
  '←': '<',
  '↑': '^',
  '↓': 'v',
  '↵': '<',
  '⚠': '!',
  '✓': 'v',
  '✗': 'x',
  '’': "'",
  '‘': "'",
  '“': '"',
  '”': '"',
  '×': 'x',
  '≥': '>',
  '≤': '<',
  '⇥': '>',
  '∅': '0',
};

export interface Glyph {
  readonly char: string;
  readonly wide: boolean;
}

const PRINTABLE_ASCII = /^[\u0020-\u007e]*$/;
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{M}]/u;
/** Regional indicators: flags are shown as their two letters, which no terminal gets wrong. */
const FIRST_REGIONAL = 0x1f1e6;
const LAST_REGIONAL = 0x1f1ff;

/** True where the text can be placed unit by unit as it is. */
export function isPlain(text: string): boolean {
  return PRINTABLE_ASCII.test(text);
}

/** The characters to draw for a text: controls and joiners are gone, clusters are reduced to their base character. */
export function drawable(text: string, utf8: boolean): Glyph[] {
  const drawn: Glyph[] = [];
  for (const cluster of graphemes(text)) {
    if (cluster === '\t') {
      drawn.push({ char: ' ', wide: false });
      continue;
    }
    const code = cluster.codePointAt(0)!;
    if (code >= FIRST_REGIONAL && code <= LAST_REGIONAL) {
      for (const part of cluster)
        drawn.push({ char: String.fromCharCode(65 + part.codePointAt(0)! - FIRST_REGIONAL), wide: false });
      continue;
    }
    const composed = cluster.length > 1 ? cluster.normalize('NFC') : cluster;
    const char = String.fromCodePoint(composed.codePointAt(0)!);
    if (HIDDEN.test(char)) continue;
    const width = displayWidth(char);
    if (width === 0) continue;
    const wide = width > 1;
    if (utf8 || code < 0x7f) drawn.push({ char, wide });
    else {
      const plain = ASCII[char] ?? '?';
      drawn.push({ char: plain, wide: false });
      if (wide) drawn.push({ char: plain, wide: false });
    }
  }
  return drawn;
}

/** Cells that {@link drawable} needs for the text. */
export function drawnWidth(text: string): number {
  if (isPlain(text)) return text.length;
  let cells = 0;
  for (const glyph of drawable(text, true)) cells += glyph.wide ? 2 : 1;
  return cells;
}
