/**
 * The one way a file of commands is written: two blanks a block, one between words, no empty line twice. Moves blanks and
 * line breaks only; strings, comments and words stay as they are. Pure.
 */
import { pieces } from './tokens.ts';
import type { Piece } from './tokens.ts';

const OPENING = ['{', '(', '['];
const CLOSING = ['}', ')', ']'];

export function formatText(text: string): string {
  const lines: string[] = [];
  let depth = 0;
  let joined = false;
  for (const line of linesOf(pieces(text.replace(/^\ufeff/, '')))) {
    if (line.length === 0) {
      if (lines.length > 0 && lines.at(-1) !== '') lines.push('');
      continue;
    }
    const inward = line.findIndex(({ kind, text: sign }) => kind !== 'sign' || !CLOSING.includes(sign));
    const leading = inward < 0 ? line.length : inward;
    const goesOn = joined || (line[0]!.kind === 'sign' && line[0]!.text === '|');
    const indent = Math.max(0, depth - leading) + (goesOn ? 1 : 0);
    lines.push('  '.repeat(indent) + lineText(line));
    depth = Math.max(0, depth + growth(line));
    joined = line.at(-1)!.kind === 'joint';
  }
  while (lines.at(-1) === '') lines.pop();
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

function linesOf(all: readonly Piece[]): Piece[][] {
  const lines: Piece[][] = [[]];
  for (const piece of all) {
    if (piece.kind !== 'break') lines.at(-1)!.push(piece);
    if (piece.kind === 'break' || piece.kind === 'joint') lines.push([]);
  }
  return lines;
}

function growth(line: readonly Piece[]): number {
  let grown = 0;
  for (const { kind, text } of line) {
    if (kind === 'sign' && OPENING.includes(text)) grown++;
    if (kind === 'sign' && CLOSING.includes(text)) grown--;
  }
  return grown;
}

function lineText(line: readonly Piece[]): string {
  return line.map((piece, index) => (index > 0 && isApart(line[index - 1]!, piece) ? ' ' : '') + piece.text).join('');
}

/** A blank stands between them. */
function isApart(before: Piece, piece: Piece): boolean {
  if (piece.kind === 'comment' || piece.kind === 'joint') return true;
  const sign = piece.kind === 'sign' ? piece.text : '';
  const last = before.kind === 'sign' ? before.text : '';
  if (sign === ';' || sign === ')' || sign === ']' || last === '(' || last === '[') return false;
  if (['|', '>', '>>', '{', '}'].includes(sign) || ['|', '>', '>>', '{', '}', ';'].includes(last)) return true;
  return piece.apart;
}
