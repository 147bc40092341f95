/**
 * A text as the pieces that a formatter moves: strings and words as they stand, signs, comments, line breaks. Keeps every
 * character but blanks. Never throws; what it cannot tell apart stays one word. Pure.
 */

export interface Piece {
  readonly kind: 'word' | 'sign' | 'comment' | 'break' | 'joint';
  readonly text: string;
  /** A blank stood in front of it. */
  readonly apart: boolean;
}

const SIGNS = ['>>', '>', '|', ';', '{', '}', '(', ')', '[', ']'];
const BLANKS = /[ \t\r\u00a0]+/y;
/** `\` at the end of a line. */
const JOINT = /\\[ \t\r\u00a0]*\n/y;
const COMMENT = /#[^\n]*/y;
const RAW = /'[^']*'?/y;
const STRING = /"(?:\\[^]|[^"\\])*"?/y;
const BRACED = /\$\{[^}\n]*\}/y;
const IPV6 = /\[[0-9a-fA-F.%]*:[0-9a-fA-F:.%]*\]/y;
const ESCAPED = /\\[^\n]/y;
/** No redirect. */
const AT_LEAST = />=/y;

export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  const open: string[] = [];
  let at = 0;
  let word = '';
  let apart = false;
  const match = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0] ?? null;
  };
  const endWord = (): void => {
    if (word === '') return;
    found.push({ kind: 'word', text: word, apart });
    word = '';
    apart = false;
  };
  const take = (kind: Piece['kind'], taken: string, length = taken.length): void => {
    endWord();
    found.push({ kind, text: taken, apart });
    apart = false;
    at += length;
  };
  while (at < text.length) {
    const blanks = match(BLANKS);
    if (blanks !== null) {
      endWord();
      apart = true;
      at += blanks.length;
      continue;
    }
    const joint = match(JOINT);
    if (joint !== null) {
      take('joint', '\\', joint.length);
      continue;
    }
    // Inside a word `#` is a character.
    const comment = word === '' ? match(COMMENT) : null;
    if (comment !== null) {
      take('comment', comment.trimEnd(), comment.length);
      continue;
    }
    if (text[at] === '\n') {
      take('break', '\n');
      continue;
    }
    const whole = match(RAW) ?? match(STRING) ?? match(BRACED) ?? match(IPV6) ?? match(ESCAPED) ?? match(AT_LEAST);
    const sign = whole === null ? SIGNS.find((candidate) => text.startsWith(candidate, at)) : undefined;
    // In a word that is no list, `[` and `]` are characters.
    const inWord = sign === '[' ? word !== '' : sign === ']' && open.at(-1) !== '[';
    if (sign !== undefined && !inWord) {
      if ('([{'.includes(sign)) open.push(sign);
      else if (')]}'.includes(sign)) open.pop();
      take('sign', sign);
    } else {
      const more = whole ?? text[at]!;
      word += more;
      at += more.length;
    }
  }
  endWord();
  return found;
}
