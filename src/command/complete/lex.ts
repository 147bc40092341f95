/**
 * Cuts a text into words, symbols and comments, whatever state it is in: what the prompt needs while somebody types. It
 * follows the words of the parser (syntax/words.ts) but refuses nothing. Pure.
 */
export interface Lexeme {
  readonly kind: 'word' | 'symbol' | 'comment';
  /** A word without its quotes. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly quoted: boolean;
  /** A quote or the bracket of a list in it is never closed. */
  readonly open: boolean;
}

/** `?` and `&` where a statement ends; behind a `&` that stands alone the next command may follow at once. */
const SYMBOL = /\n|>>|>=|[|;>(){}]|[?&](?=[ \t\r]*(?:&[ \t\r]*)?(?:$|[\n;}#]))|(?<=[\s?])&(?=\s)/y;
const COMMENT = /#[^\n]*/y;
const BLANKS = /(?:[ \t\r\u00a0]|\\[ \t\r]*\n)+/y;
/** Text without quotes: escaped characters, variables in braces, anything that ends no word. */
const BARE = /(?:\\[^\n]|\$\{[^}\n]*\}?|[^\s|;>(){}'"\\]|\\$)+/y;
/** `[a, b]` is one word; an IPv6 address in brackets is one anyway. */
const LIST = /\[(?![0-9a-fA-F.%]*:[0-9a-fA-F:.%]*\])[^\]\n]*\]?/y;
const RAW = /'([^']*)('?)/y;
const STRING = /"((?:[^"\\]|\\[^])*)("?)/y;

export function lex(text: string): readonly Lexeme[] {
  const found: Lexeme[] = [];
  const take = (pattern: RegExp, at: number): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(text);
  };
  let at = text.startsWith('\ufeff') ? 1 : 0;
  while (at < text.length) {
    const blanks = take(BLANKS, at);
    if (blanks) {
      at += blanks[0].length;
      continue;
    }
    const comment = take(COMMENT, at);
    const symbol = comment ?? take(SYMBOL, at);
    if (symbol) {
      const end = at + symbol[0].length;
      const kind = comment ? 'comment' : 'symbol';
      found.push({ kind, text: symbol[0], start: at, end, quoted: false, open: false });
      at = end;
      continue;
    }
    const start = at;
    let word = '';
    let quoted = false;
    let open = false;
    for (;;) {
      const string = take(RAW, at) ?? take(STRING, at);
      const part = string ?? (at === start ? take(LIST, at) : null) ?? take(BARE, at);
      if (!part) break;
      if (string) {
        quoted = true;
        open = string[2] === '';
        word += string[1]!;
      } else if (part[0].startsWith('[') && at === start && !part[0].includes(':')) {
        open = !part[0].endsWith(']');
        word += part[0];
      } else word += part[0].replace(/\\([^\w\n])/g, '$1');
      at += part[0].length;
    }
    // A blank of a kind the patterns above do not know must not stop the walk.
    if (at === start) at++;
    else found.push({ kind: 'word', text: word, start, end: at, quoted, open });
  }
  return found;
}
