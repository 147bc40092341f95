/** Words, strings, variables, lists and `(pipeline).field`: what stands as one argument of a command. */
import { bracketed } from './parsing.ts';
import { backgroundMark, softMark } from './marks.ts';
import type { ErrorDetails, RefbotError } from '../../model/errors.ts';
import type { At, List, Part, Sub, Term, Variable, Word } from './ast.ts';
import type { Parsing } from './parsing.ts';
import type { Scanner } from './scanner.ts';

/** What ends a bare word. */
const ENDS = new Set(['', ' ', '\t', '\r', '\n', '\u00a0', '|', ';', '>', '(', ')', '{', '}', '"', "'"]);
/** An IPv6 address in brackets is a word, not a list. */
const IPV6 = /\[[0-9a-fA-F.%]*:[0-9a-fA-F:.%]*\]/y;
const ESCAPABLE = new Set([' ', '\t', '|', ';', '>', '(', ')', '{', '}', '[', ']', ',', '"', "'", '#', '$', '\\', '?']);
const STRING_ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '"': '"', '\\': '\\', $: '$' };

/** One argument at the scanner, or null where none begins. */
export function readTerm(parsing: Parsing, inList = false): Term | null {
  const { scanner } = parsing;
  const char = scanner.peek();
  if (char === '(') return readSub(parsing);
  if (char === '[' && !startsIpv6(scanner)) return readList(parsing, () => readTerm(parsing, true));
  if (char === '$') {
    const start = scanner.pos;
    const variable = readVariable(scanner);
    if (variable && endsWord(scanner, inList)) return variable;
    scanner.pos = start;
  }
  return readWord(scanner, inList);
}

/** A word of bare text, strings and variables that touch each other; null where none begins. */
export function readWord(scanner: Scanner, inList = false): Word | null {
  const start = scanner.pos;
  const parts: Part[] = [];
  let bare = true;
  for (;;) {
    const char = scanner.peek();
    if (char === "'" || char === '"') {
      bare = false;
      parts.push(...(char === "'" ? readRaw(scanner) : readString(scanner)));
    } else if (endsWord(scanner, inList)) break;
    else readBare(scanner, parts, inList);
  }
  if (scanner.pos === start) return null;
  const glued = scanner.peek();
  if (glued === '(' || glued === '{') {
    throw scanner.error('syntax', `${glued} in the middle of a word`, scanner.at(scanner.pos, scanner.pos + 1), {
      hint: "put quotes around the word: '…'",
    });
  }
  return { kind: 'word', parts: joined(parts), bare, at: scanner.at(start) };
}

/** The text of a word without variables; null when it has some. */
export function staticText(word: Word): string | null {
  if (word.parts.length === 0) return '';
  const [only] = word.parts;
  return word.parts.length === 1 && only?.kind === 'text' ? only.text : null;
}

/** `$name.path`; null when no name follows. The path is taken only where a value stands alone, not inside strings. */
export function readVariable(scanner: Scanner): Variable | null {
  const start = scanner.pos;
  if (!scanner.take('$')) return null;
  if (scanner.peek() === '{') return bracedVariable(scanner, start);
  const name = scanner.name();
  if (name === null) return null;
  return { kind: 'variable', name, path: readPath(scanner), at: scanner.at(start) };
}

/** `.a.0.b` → ['a', '0', 'b'] */
export function readPath(scanner: Scanner): string[] {
  const path: string[] = [];
  for (;;) {
    const step = scanner.match(/\.[\p{L}\p{N}_]+/uy);
    if (step === null) return path;
    path.push(step.slice(1));
  }
}

/** `(pipeline).field` */
export function readSub(parsing: Parsing): Sub {
  const { scanner } = parsing;
  const start = scanner.pos;
  scanner.take('(');
  const pipeline = bracketed(scanner, () => {
    const inner = parsing.pipeline();
    scanner.skip();
    return inner;
  });
  if (!scanner.take(')')) throw unclosed(scanner, '(', start);
  return { kind: 'sub', pipeline, path: readPath(scanner), at: scanner.at(start) };
}

/** `[a, b c]`: commas or blanks between the items. */
export function readList<T>(parsing: Parsing, readItem: () => T | null): List<T> {
  const { scanner } = parsing;
  const start = scanner.pos;
  scanner.take('[');
  const items = bracketed(scanner, () => {
    const found: T[] = [];
    for (;;) {
      scanner.skip();
      if (found.length > 0 && scanner.take(',')) scanner.skip();
      if (scanner.peek() === ']') return found;
      if (scanner.peek() === '') throw unclosed(scanner, '[', start);
      const item = readItem();
      if (item === null) throw unexpected(scanner, 'in a list');
      found.push(item);
    }
  });
  scanner.take(']');
  return { kind: 'list', items, at: scanner.at(start) };
}

export function unclosed(scanner: Scanner, bracket: string, start: number): RefbotError {
  return scanner.error('syntax', `${bracket} is never closed`, scanner.at(start, start + 1));
}

export function unexpected(scanner: Scanner, where: string, details: ErrorDetails = {}): RefbotError {
  const char = scanner.peek();
  const shown = char === '' ? 'the end of the text' : char === '\n' ? 'the end of the line' : char;
  return scanner.error('syntax', `unexpected ${shown} ${where}`, scanner.at(scanner.pos, scanner.pos + 1), details);
}

/** `'…'`: as it stands. */
function readRaw(scanner: Scanner): Part[] {
  const start = scanner.pos;
  const close = scanner.text.indexOf("'", start + 1);
  if (close < 0 || close >= scanner.end) throw unclosedString(scanner, "'", start);
  scanner.pos = close + 1;
  return [{ kind: 'text', text: scanner.text.slice(start + 1, close) }];
}

/** `"…"`: `$x` and `${x.y}` are replaced; `\n \t \r \" \\ \$` are escapes, any other backslash stays. */
function readString(scanner: Scanner): Part[] {
  const start = scanner.pos++;
  const parts: Part[] = [{ kind: 'text', text: '' }];
  let text = '';
  for (;;) {
    const char = scanner.peek();
    if (char === '') throw unclosedString(scanner, '"', start);
    if (char === '$') {
      const variable = simpleVariable(scanner);
      if (variable) {
        parts.push({ kind: 'text', text }, variable);
        text = '';
        continue;
      }
    }
    scanner.pos++;
    if (char === '"') break;
    if (char === '\\' && Object.hasOwn(STRING_ESCAPES, scanner.peek()))
      text += STRING_ESCAPES[scanner.text[scanner.pos++]!];
    else text += char;
  }
  parts.push({ kind: 'text', text });
  return parts;
}

function readBare(scanner: Scanner, parts: Part[], inList: boolean): void {
  let text = '';
  const ipv6 = scanner.match(IPV6);
  if (ipv6 !== null) text += ipv6;
  while (!endsWord(scanner, inList)) {
    const char = scanner.peek();
    if (char === '$') {
      const variable = simpleVariable(scanner);
      if (variable) {
        parts.push({ kind: 'text', text }, variable);
        return;
      }
    }
    scanner.pos++;
    if (char === '\\' && ESCAPABLE.has(scanner.peek())) text += scanner.text[scanner.pos++];
    else text += char;
  }
  parts.push({ kind: 'text', text });
}

function endsWord(scanner: Scanner, inList: boolean): boolean {
  const char = scanner.peek();
  if (char === '\\') return /^\\[ \t\r]*\n/.test(scanner.text.slice(scanner.pos, scanner.pos + 80));
  if (softMark(scanner) || backgroundMark(scanner)) return true;
  return ENDS.has(char) || (inList && (char === ',' || char === ']'));
}

/** Inside text: the path of `$x.y` reaches as far as there is something (`$file.csv` is a text and `.csv`), that of `${x.y}` always. */
function simpleVariable(scanner: Scanner): Part | null {
  const start = scanner.pos;
  scanner.pos++;
  if (scanner.peek() === '{') return { ...bracedVariable(scanner, start), loose: false };
  const name = scanner.name();
  if (name === null) {
    scanner.pos = start;
    return null;
  }
  return { kind: 'variable', name, path: readPath(scanner), loose: true, at: scanner.at(start) };
}

function bracedVariable(scanner: Scanner, start: number): Variable {
  scanner.take('{');
  const name = scanner.name();
  const path = name === null ? [] : readPath(scanner);
  if (name === null || !scanner.take('}')) {
    throw scanner.error('syntax', 'a variable in braces is written ${name} or ${name.field}', scanner.at(start));
  }
  return { kind: 'variable', name, path, at: scanner.at(start) };
}

function startsIpv6(scanner: Scanner): boolean {
  IPV6.lastIndex = scanner.pos;
  return IPV6.test(scanner.text);
}

function unclosedString(scanner: Scanner, quote: string, start: number): RefbotError {
  const newline = scanner.text.indexOf('\n', start);
  const end = newline < 0 ? scanner.end : newline;
  const at: At = { start, end: Math.min(end, scanner.end) };
  // Nothing behind an open quote can be trusted: the rest of the text is inside it.
  scanner.pos = scanner.end;
  return scanner.error('syntax', `the string is never closed: ${quote} is missing`, at);
}

function joined(parts: readonly Part[]): Part[] {
  const result: Part[] = [];
  for (const part of parts) {
    const last = result.at(-1);
    if (part.kind === 'text' && last?.kind === 'text')
      result[result.length - 1] = { kind: 'text', text: last.text + part.text };
    else if (part.kind !== 'text' || part.text !== '' || parts.length === 1) result.push(part);
  }
  return result;
}
