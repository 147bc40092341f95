/**
 * How many terminal cells a text takes, and cutting and padding by cells instead of UTF-16 units. Used by tables, the
 * line editor and the painter; knows nothing of colours (escape sequences count as nothing).
 */
import { stripVTControlCharacters } from 'node:util';
import { eastAsianWidth } from 'get-east-asian-width';

const PLAIN = /^[\u0020-\u007e]*$/;
// Ranges in which every UTF-16 unit is a character of its own and surely one, or two, cells: most of what is ever measured.
const NARROW =
  '\u0020-\u007e\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e\u2190-\u21ff\u2200-\u22ff\u2500-\u25fc\u25ff\u26a0\u2713-\u2718\u276e\u276f\u2800-\u28ff';
const WIDE = '\u3041-\u3096\u30a1-\u30fe\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff01-\uff60';
const SIMPLE = new RegExp(`^[${NARROW}${WIDE}]*$`);
const WIDE_UNIT = new RegExp(`[${WIDE}]`, 'g');
let segmenter: Intl.Segmenter | undefined;

/** Draws something: no control, no joiner, no mark that only changes the character before it. */
const VISIBLE = /[^\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\p{Mn}\p{Me}\p{Cs}]/u;
// An emoji made of parts is two cells wide though its first part alone may be one. The table of all of them, \p{RGI_Emoji},
// takes 30 ms to compile: told by their build they cost nothing.
const BUILT_EMOJI =
  /^(?:\p{Regional_Indicator}{2}|[\d#*]\ufe0f?\u20e3|(?=\p{Extended_Pictographic})\p{Emoji}\ufe0f|\p{Emoji_Modifier_Base}\p{Emoji_Modifier}|\p{Extended_Pictographic}.*\u200d\p{Extended_Pictographic})/u;
/** Stands behind another character in one cluster and takes cells of its own. */
const OWN_CELLS = /[\p{Mc}\uff00-\uffef]/u;

/** What a person sees as one character each: `e` + accent, a flag, a family emoji are one. */
export function graphemes(text: string): string[] {
  if (SIMPLE.test(text)) return text.split('');
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  return Array.from(segmenter.segment(text), (part) => part.segment);
}

/** Cells the text takes on a terminal: 2 for wide characters (CJK, emoji), 0 for combining and control ones. */
export function displayWidth(text: string): number {
  if (PLAIN.test(text)) return text.length;
  if (SIMPLE.test(text)) return text.length + (text.match(WIDE_UNIT)?.length ?? 0);
  let cells = 0;
  for (const cluster of graphemes(stripVTControlCharacters(text))) cells += clusterWidth(cluster);
  return cells;
}

function clusterWidth(cluster: string): number {
  const visible = cluster.search(VISIBLE);
  if (visible === -1) return 0;
  if (BUILT_EMOJI.test(cluster)) return 2;
  const [first = '', ...others] = cluster.slice(visible);
  let cells = cellsOf(first);
  for (const other of others) if (OWN_CELLS.test(other)) cells += cellsOf(other);
  return cells;
}

const cellsOf = (character: string): number => eastAsianWidth(character.codePointAt(0)!);

/** Cuts to at most `width` cells; what was cut is shown by `ellipsis`, which counts. A wide character is never halved. */
export function truncateToWidth(text: string, width: number, ellipsis = '…'): string {
  if (width <= 0) return '';
  if (displayWidth(text) <= width) return text;
  const room = width - displayWidth(ellipsis);
  if (room < 0) return truncateToWidth(text, width, '');
  let used = 0;
  let kept = '';
  for (const grapheme of graphemes(text)) {
    const cells = displayWidth(grapheme);
    if (used + cells > room) break;
    used += cells;
    kept += grapheme;
  }
  return kept + ellipsis;
}

/** Fills with spaces to at least `width` cells; a longer text is returned as it is. */
export function padToWidth(text: string, width: number, align: 'left' | 'right' | 'center' = 'left'): string {
  const missing = width - displayWidth(text);
  if (missing <= 0) return text;
  if (align === 'right') return ' '.repeat(missing) + text;
  if (align === 'left') return text + ' '.repeat(missing);
  const before = Math.floor(missing / 2);
  return ' '.repeat(before) + text + ' '.repeat(missing - before);
}

/** Exactly `width` cells: cut or filled. */
export function fitToWidth(
  text: string,
  width: number,
  align: 'left' | 'right' | 'center' = 'left',
  ellipsis = '…',
): string {
  return padToWidth(truncateToWidth(text, width, ellipsis), width, align);
}
