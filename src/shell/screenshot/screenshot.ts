/** A picture of the screen: the cells as SVG, in the colours that the theme's own terminal gives them. */
import type { Cells } from '../paint/cells.ts';
import { CONTINUATION } from '../paint/cells.ts';
import { lookOf, type Picture, type Style } from '../paint/style.ts';
import { PictureShapes } from './picture-shapes.ts';

const CELL_WIDTH = 8.4;
/** As high as the usual fonts are, so that lines and bars of neighbouring rows meet. */
const CELL_HEIGHT = 16.4;
const BASELINE = 13;
const FONT_SIZE = 14;
const MARGIN = 12;
/** Latin letters, which every fixed-width font has. */
const IN_ONE_PIECE = /^[\u0020-\u007e\u00a0-\u00ff]*$/;
/** The empty braille pattern is one. */
const BLANK = /^[ \u2800]$/;
const CUBE = [0, 95, 135, 175, 215, 255];

/** Characters that no XML document may hold, escaped or not, and those that turn the direction of a line. */
const NOT_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]|\p{Bidi_Control}/gu;

function colorOf(index: number, picture: Picture): string {
  if (index < 16) return picture.basic[index]!;
  if (index >= 232) return rgb(8 + (index - 232) * 10, 8 + (index - 232) * 10, 8 + (index - 232) * 10);
  const at = index - 16;
  return rgb(CUBE[Math.floor(at / 36)]!, CUBE[Math.floor(at / 6) % 6]!, CUBE[at % 6]!);
}

function rgb(red: number, green: number, blue: number): string {
  return `#${[red, green, blue].map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

function escapeXml(text: string): string {
  return text.replace(NOT_XML, '').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

interface Run {
  readonly x: number;
  readonly cells: number;
  readonly text: string;
  readonly look: Style;
}

/** Neighbours of the same look as one text. Wide characters stand alone, so that a font cannot shift what follows. */
function runsOf(cells: Cells, y: number): Run[] {
  const runs: Run[] = [];
  for (let x = 0; x < cells.columns;) {
    const at = y * cells.columns + x;
    const look = cells.styles[at]!;
    const isWide = (column: number): boolean =>
      column + 1 < cells.columns && cells.chars[y * cells.columns + column + 1] === CONTINUATION;
    let end = x + 1;
    if (isWide(x)) end = x + 2;
    else while (end < cells.columns && cells.styles[y * cells.columns + end] === look && !isWide(end)) end++;
    runs.push({ x, cells: end - x, text: cells.chars.slice(at, y * cells.columns + end).join(''), look });
    x = end;
  }
  return runs;
}

/** Each character by itself in the column of its cell; `x` is that of the first. */
function placed(text: string, x: number): string {
  return Array.from(text, (char, at) =>
    char === ' ' ? '' : `<tspan x="${(MARGIN + (x + at) * CELL_WIDTH).toFixed(1)}">${escapeXml(char)}</tspan>`,
  ).join('');
}

/**
 * What is text of a run, with the cell it begins at; null stands for what is none. Wide gaps are left out, so that a
 * font's own width cannot add up.
 */
function wordsOf(letters: readonly (string | null)[], x: number): [text: string, x: number][] {
  const found: [string, number][] = [];
  let blanks = 2;
  for (const [at, letter] of letters.entries()) {
    if (letter === null || BLANK.test(letter)) {
      blanks = letter === null ? 2 : blanks + 1;
      continue;
    }
    if (blanks > 1) found.push([letter, x + at]);
    else found.at(-1)![0] += ' '.repeat(blanks) + letter;
    blanks = 0;
  }
  return found;
}

/** @param title said to people who cannot see the picture */
export function toSvg(cells: Cells, title: string, picture: Picture): string {
  const width = Math.ceil(cells.columns * CELL_WIDTH + 2 * MARGIN);
  const height = Math.ceil(cells.rows * CELL_HEIGHT + 2 * MARGIN);
  const papers: string[] = [];
  const shapes = new PictureShapes(CELL_WIDTH, CELL_HEIGHT);
  const words: string[] = [];
  for (let y = 0; y < cells.rows; y++) {
    const top = MARGIN + y * CELL_HEIGHT;
    for (const { x, cells: count, text, look } of runsOf(cells, y)) {
      const { fg, bg, bold, underline, inverse } = lookOf(look);
      const front = fg === null ? picture.foreground : colorOf(fg, picture);
      const back = bg === null ? picture.background : colorOf(bg, picture);
      const [ink, paper] = inverse ? [back, front] : [front, back];
      const leftOf = (column: number): number => MARGIN + column * CELL_WIDTH;
      if (paper !== picture.background) {
        const size = `width="${(count * CELL_WIDTH).toFixed(1)}" height="${CELL_HEIGHT}"`;
        papers.push(`<rect x="${leftOf(x).toFixed(1)}" y="${top.toFixed(1)}" ${size} fill="${paper}"/>`);
      }
      const extra = `${bold ? ' font-weight="700"' : ''}${underline ? ' text-decoration="underline"' : ''}`;
      const letters = Array.from(text, (char, at) => (shapes.add(char, leftOf(x + at), top, ink) ? null : char));
      for (const [part, at] of wordsOf(letters, x)) {
        words.push(
          `<text${placeOf(part, at)} y="${(top + BASELINE).toFixed(1)}" fill="${ink}"${extra} xml:space="preserve">${inside(part, at)}</text>`,
        );
      }
    }
  }
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escapeXml(title)}</title>`,
    `<rect width="100%" height="100%" rx="8" fill="${picture.background}"/>`,
    ...papers,
    ...shapes.toSvg(),
    `<g font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="${FONT_SIZE}">`,
    ...words,
    '</g></svg>',
    '',
  ].join('\n');
}

/** Letters are as wide as the font says; others may come from another font, so each is put in its place. */
function placeOf(text: string, x: number): string {
  if (!IN_ONE_PIECE.test(text)) return '';
  const length = (text.length * CELL_WIDTH).toFixed(1);
  return ` x="${(MARGIN + x * CELL_WIDTH).toFixed(1)}" textLength="${length}" lengthAdjust="spacingAndGlyphs"`;
}

function inside(text: string, x: number): string {
  return IN_ONE_PIECE.test(text) ? escapeXml(text) : placed(text, x);
}
