/**
 * Which characters may reach a terminal: reduces text to characters whose width every terminal agrees on, and to ASCII
 * where the terminal is not UTF-8. Called by the brush for each text it writes.
 */
import { displayWidth, graphemes } from '../../lib/width.ts';

const ASCII: Readonly<Record<string, string>> = {
  '│': '|',
  '─': '-',
  '━': '=',
  '╸': '-',
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
/** Letters, lines, blocks and braille dots of which each UTF-16 unit is one cell: most of what is painted. */
const ONE_CELL_EACH =
  /^[\u0020-\u007e\u00a1-\u00ac\u00ae-\u024f\u2010-\u2027\u2190-\u21ff\u2500-\u25fc\u25ff\u26a0\u2713-\u2718\u276e\u276f\u2800-\u28ff]*$/;
/** Draws nothing by itself, or something to its neighbours; none of these ever reaches a cell. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{M}\p{Default_Ignorable_Code_Point}]/u;
/** Terminals do not agree on how wide these are, or break the line. */
const UNSURE = /[\p{Co}\p{Cn}\p{Zl}\p{Zp}]/u;
/** Regional indicators: flags are shown as their two letters, which no terminal gets wrong. */
const FIRST_REGIONAL = 0x1f1e6;
const LAST_REGIONAL = 0x1f1ff;
/** Characters of a cluster that are looked at: one with a thousand marks is hostile, and its base comes first. */
const LONGEST_CLUSTER = 32;

/** True where the text can be placed unit by unit as it is, one cell each. */
export function isPlain(text: string, utf8 = true): boolean {
  return utf8 ? ONE_CELL_EACH.test(text) : PRINTABLE_ASCII.test(text);
}

/**
 * The characters to draw for a text, together as wide as `displayWidth` says (a tab is one cell): controls and joiners
 * are gone, clusters are reduced to their base character.
 */
export function drawable(text: string, utf8: boolean): Glyph[] {
  const drawn: Glyph[] = [];
  for (const cluster of graphemes(text)) {
    if (cluster === '\t') drawn.push({ char: ' ', wide: false });
    else pushCluster(drawn, cluster, utf8);
  }
  return drawn;
}

function pushCluster(drawn: Glyph[], cluster: string, utf8: boolean): void {
  const parts = cluster.length > LONGEST_CLUSTER ? cluster.slice(0, LONGEST_CLUSTER) : cluster;
  const composed = parts.length > 1 ? parts.normalize('NFC') : parts;
  let cells = displayWidth(parts);
  const push = (char: string, wide: boolean): void => {
    drawn.push({ char, wide });
    cells -= wide ? 2 : 1;
  };
  for (const char of composed) {
    if (cells <= 0) return;
    const code = char.codePointAt(0)!;
    if (code >= FIRST_REGIONAL && code <= LAST_REGIONAL) push(String.fromCharCode(65 + code - FIRST_REGIONAL), false);
    else if (HIDDEN.test(char)) continue;
    else if (UNSURE.test(char)) push(' ', false);
    else {
      const wide = cells > 1 && displayWidth(char) > 1;
      if (utf8 || code < 0x7f) push(char, wide);
      else for (let cell = wide ? 2 : 1; cell > 0; cell--) push(ASCII[char] ?? '?', false);
    }
  }
  // A mark that makes its base wider is not drawn; its cell stays, so that what was padded by width still stands in line.
  for (; cells > 0; cells--) drawn.push({ char: ' ', wide: false });
}

/** Cells that {@link drawable} needs for the text. */
export function drawnWidth(text: string): number {
  if (isPlain(text)) return text.length;
  let cells = 0;
  for (const glyph of drawable(text, true)) cells += glyph.wide ? 2 : 1;
  return cells;
}
