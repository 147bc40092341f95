/**
 * Filters and conditions: `country = DE and latency < 300ms`, `$alive < $want`. In a comparison the bare word on the
 * left is a field and the one on the right is text, so that values need no quotes. Parsing stops where the expression
 * ends; what follows is the caller's.
 */
import { nearest } from '../../lib/suggest.ts';
import { Quantity } from '../expr/quantity.ts';
import { bracketed } from './parsing.ts';
import { readList, readSub, readVariable, readWord, unclosed, unexpected } from './words.ts';
import type { Expr, Operator } from './ast.ts';
import type { Parsing } from './parsing.ts';
import type { Scanner } from './scanner.ts';

const SYMBOL = /!=|<=|>=|==|=|<|>|!~|~/y;
/** A `$` that begins no variable is text: `address ~ 3128$`. */
const BARE = /(?:[^\s()[\]{},;|<>=!~#'"$]|\$(?![A-Za-z_{]))+/y;
const FIELD = /^[\p{L}_][\p{L}\p{N}_-]*(?:\.[\p{L}\p{N}_-]+)*$/u;
const KEYWORDS = ['and', 'or', 'not', 'in'];
/** More conditions than a person joins; a guard for the stack of those who walk the expression. */
const MOST_JOINED = 500;

export function readExpression(parsing: Parsing): Expr {
  const { scanner } = parsing;
  const start = scanner.pos;
  let left = readConjunction(parsing);
  for (let joined = 1; takeKeyword(scanner, 'or'); joined++) {
    checkJoined(scanner, joined);
    const right = readConjunction(parsing);
    left = { kind: 'or', left, right, at: scanner.at(start) };
  }
  refuseForeign(scanner);
  return left;
}

function readConjunction(parsing: Parsing): Expr {
  const { scanner } = parsing;
  scanner.skip();
  const start = scanner.pos;
  let left = readNegation(parsing);
  for (let joined = 1; takeKeyword(scanner, 'and'); joined++) {
    checkJoined(scanner, joined);
    const right = readNegation(parsing);
    left = { kind: 'and', left, right, at: scanner.at(start) };
  }
  return left;
}

function readNegation(parsing: Parsing): Expr {
  const { scanner } = parsing;
  let negations = 0;
  scanner.skip();
  const start = scanner.pos;
  while (takeKeyword(scanner, 'not')) negations++;
  const operand = readComparison(parsing);
  if (negations === 0) return operand;
  const not: Expr = { kind: 'not', operand, at: scanner.at(start) };
  return negations % 2 === 1 ? not : { kind: 'not', operand: not, at: not.at };
}

function readComparison(parsing: Parsing): Expr {
  const { scanner } = parsing;
  scanner.skip();
  const start = scanner.pos;
  const left = readOperand(parsing, 'left');
  const operator = readOperator(scanner);
  if (operator === null) return left;
  scanner.skip();
  // `"DE" in tags`: behind fixed text the field stands on the right.
  const side = left.kind === 'literal' || left.kind === 'word' ? 'left' : 'right';
  const right = operator.endsWith('in') ? readChoices(parsing, side) : readOperand(parsing, side);
  return { kind: 'compare', operator, left, right, at: scanner.at(start) };
}

function readOperator(scanner: Scanner): Operator | null {
  const before = scanner.pos;
  scanner.skip();
  const start = scanner.pos;
  const symbol = scanner.match(SYMBOL);
  if (symbol !== null) {
    // `>>` is a redirect that follows the expression.
    if (symbol === '>' && scanner.peek() === '>') scanner.pos = start;
    else if (symbol === '<' && scanner.peek() === '>') {
      throw scanner.error('syntax', '<> is not an operator', scanner.at(start, start + 2), {
        hint: 'did you mean != ?',
      });
    } else return symbol === '==' ? '=' : (symbol as Operator);
  }
  if (takeKeyword(scanner, 'in')) return 'in';
  if (takeKeyword(scanner, 'not')) {
    if (takeKeyword(scanner, 'in')) return 'not in';
  }
  scanner.pos = before;
  return null;
}

function checkJoined(scanner: Scanner, joined: number): void {
  if (joined <= MOST_JOINED) return;
  throw scanner.error('syntax', `more than ${MOST_JOINED} conditions joined`, scanner.at(scanner.pos), {
    hint: 'many values of one field are written field in [a, b, c]',
  });
}

/** What other languages join conditions with. */
function refuseForeign(scanner: Scanner): void {
  const before = scanner.pos;
  scanner.skip();
  const right = scanner.startsWith('&&') ? 'and' : scanner.startsWith('||') ? 'or' : null;
  if (right === null) {
    scanner.pos = before;
    return;
  }
  const at = scanner.at(scanner.pos, scanner.pos + 2);
  throw scanner.error('syntax', `${scanner.slice(at)} is not an operator`, at, { hint: `did you mean ${right} ?` });
}

function readOperand(parsing: Parsing, side: 'left' | 'right'): Expr {
  const { scanner } = parsing;
  const start = scanner.pos;
  const char = scanner.peek();
  if (char === '(') return opensPipeline(parsing) ? readSub(parsing) : readGroup(parsing);
  if (char === '[') return readList(parsing, () => readOperand(parsing, 'right'));
  if (char === "'" || char === '"') return readWord(scanner, true)!;
  if (char === '$') {
    const variable = readVariable(scanner);
    if (variable) return variable;
  }
  const bare = scanner.match(BARE);
  if (bare === null) throw unexpected(scanner, 'where a field or value should be');
  if (KEYWORDS.includes(bare)) {
    throw scanner.error('syntax', `unexpected ${bare} where a field or value should be`, scanner.at(start));
  }
  const at = scanner.at(start);
  const value = literal(bare);
  if (value !== undefined) return { kind: 'literal', value, at };
  if (side === 'left' && FIELD.test(bare)) return { kind: 'field', path: bare.split('.'), at };
  return { kind: 'literal', value: bare, at };
}

/** After `in`: a list, or words with commas between them. */
function readChoices(parsing: Parsing, side: 'left' | 'right'): Expr {
  const { scanner } = parsing;
  const start = scanner.pos;
  const first = readOperand(parsing, side);
  if (first.kind === 'list' || first.kind === 'variable' || first.kind === 'sub' || first.kind === 'field')
    return first;
  const items: Expr[] = [first];
  while (scanner.take(',')) {
    scanner.skip();
    items.push(readOperand(parsing, 'right'));
  }
  return { kind: 'list', items, at: scanner.at(start) };
}

function readGroup(parsing: Parsing): Expr {
  const { scanner } = parsing;
  const start = scanner.pos;
  scanner.take('(');
  const inner = bracketed(scanner, () => {
    const found = readExpression(parsing);
    scanner.skip();
    return found;
  });
  if (!scanner.take(')')) {
    if (scanner.peek() === '') throw unclosed(scanner, '(', start);
    throw unexpected(scanner, 'inside brackets');
  }
  return inner;
}

/** `(proxies stats)` is a pipeline, `(country = DE or …)` is not: a command follows, and no operator behind its first word. */
function opensPipeline({ scanner, registry }: Parsing): boolean {
  if (registry === null) return false;
  const start = scanner.pos;
  scanner.pos++;
  scanner.skip(true);
  const first = scanner.match(BARE);
  scanner.skip(true);
  const operator = scanner.match(SYMBOL) ?? scanner.match(/(?:and|or|in|not)\b/y);
  scanner.pos = start;
  return first !== null && operator === null && registry.isCommand(first);
}

function takeKeyword(scanner: Scanner, keyword: string): boolean {
  const before = scanner.pos;
  scanner.skip();
  if (scanner.take(keyword) && !/[\p{L}\p{N}_.-]/u.test(scanner.peek() || ' ')) return true;
  scanner.pos = before;
  return false;
}

/** The value of a bare word that is a number, quantity, `true`, `false` or `null`; undefined for any other word. */
function literal(bare: string): unknown {
  if (bare === 'true') return true;
  if (bare === 'false') return false;
  if (bare === 'null') return null;
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(bare)) return Number(bare);
  return Quantity.parse(bare) ?? undefined;
}

/** What was probably meant by a word that follows a whole expression: `adn` → `and`. */
export function nearestKeyword(word: string): string | null {
  return nearest(word, KEYWORDS);
}
