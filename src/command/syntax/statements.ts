/**
 * Statements and blocks. An error ends its statement only: parsing goes on behind it, so that all errors of a text are
 * found at once.
 */
import { RefbotError } from '../../model/errors.ts';
import { readExpression } from './expression.ts';
import { backgroundMark, softMark } from './marks.ts';
import { readDefinition } from './read-definition.ts';
import { readTerm, unexpected } from './words.ts';
import { nested } from './parsing.ts';
import { paramType } from '../types/param-types.ts';
import type { Block, Expr, Pipeline, Statement } from './ast.ts';
import type { Parsing } from './parsing.ts';

type Reader = (parsing: StatementParsing, start: number) => Statement;

export interface StatementParsing extends Parsing {
  readonly errors: RefbotError[];
}

const KEYWORDS: Readonly<Record<string, Reader>> = {
  let: readLet,
  param: readParam,
  if: readIf,
  for: readFor,
  while: readWhile,
  repeat: readRepeat,
  try: readTry,
  timeout: readTimeout,
  def: (parsing, start) => readDefinition(parsing, start, () => readBlock(parsing), RESERVED),
};
const STRAY: Readonly<Record<string, string>> = {
  elif: 'elif without an if in front of it',
  else: 'else without an if in front of it',
  catch: 'catch without a try in front of it',
};
/** What no command of one's own and no alias may be called. */
export const RESERVED: readonly string[] = [
  ...Object.keys(KEYWORDS),
  ...Object.keys(STRAY),
  'true',
  'false',
  'null',
  'and',
  'or',
  'not',
  'in',
  'every',
];

/** Statements up to the end of the text, or to the `}` that closes the block. */
export function readStatements(parsing: StatementParsing, inBlock: boolean): Block {
  const { scanner } = parsing;
  const statements: Statement[] = [];
  // Blocks whose head was wrong: their closing braces belong to nobody.
  let orphans = 0;
  for (;;) {
    scanner.skip(true);
    if (scanner.take(';')) continue;
    const char = scanner.peek();
    if (char === '' || (char === '}' && inBlock && orphans === 0)) return statements;
    if (char === '}' && orphans > 0) {
      orphans--;
      scanner.pos++;
      continue;
    }
    if (char === '}') {
      parsing.errors.push(unexpected(scanner, 'without a block to close'));
      scanner.pos++;
      continue;
    }
    try {
      const statement = readStatement(parsing);
      statements.push(statement);
      // Behind `&` the next command may follow at once.
      if (statement.kind !== 'run' || !statement.background) expectEnd(parsing);
    } catch (error) {
      if (!(error instanceof RefbotError)) throw error;
      parsing.errors.push(error);
      orphans += skipStatement(parsing);
    }
  }
}

function readStatement(parsing: StatementParsing): Statement {
  const { scanner } = parsing;
  const start = scanner.pos;
  const word = scanner.match(/[a-z]+(?![\w-])/y);
  if (word !== null && Object.hasOwn(KEYWORDS, word)) return KEYWORDS[word]!(parsing, start);
  if (word !== null && Object.hasOwn(STRAY, word)) throw scanner.error('syntax', STRAY[word]!, scanner.at(start));
  scanner.pos = start;
  const pipeline = parsing.pipeline();
  scanner.skip();
  const soft = softMark(scanner) && scanner.take('?');
  scanner.skip();
  const background = backgroundMark(scanner) && scanner.take('&');
  return { kind: 'run', pipeline, soft, background, at: pipeline.at };
}

function readLet(parsing: StatementParsing, start: number): Statement {
  const { scanner } = parsing;
  const { name, nameAt } = readName(parsing, 'let name = value');
  if (!scanner.take('='))
    throw scanner.error('syntax', 'let needs = and a value', scanner.at(start), { hint: `let ${name} = 5` });
  scanner.skip();
  const value = readLetValue(parsing);
  return { kind: 'let', name, nameAt, value, at: scanner.at(start, value.at.end) };
}

/** A pipeline when it begins with a command, an expression when it does not; one bare word is text. */
function readLetValue(parsing: StatementParsing): Expr | Pipeline {
  const { scanner, registry } = parsing;
  const before = scanner.pos;
  const word = scanner.match(/[\p{L}_][^\s|;>(){}'"$#?]*/uy);
  const alone = word !== null && (scanner.atLineEnd() || ';}'.includes(scanner.peek()));
  const end = before + (word?.length ?? 0);
  scanner.pos = before;
  if (word === null || ['true', 'false', 'null', 'not'].includes(word)) return readExpression(parsing);
  if (!alone || registry?.isCommand(word)) return parsing.pipeline();
  scanner.pos = end;
  return { kind: 'literal', value: word, at: scanner.at(before) };
}

function readParam(parsing: StatementParsing, start: number): Statement {
  const { scanner } = parsing;
  const { name, nameAt } = readName(parsing, 'param name: type = value');
  let typeName = 'text';
  let typeAt = nameAt;
  if (scanner.take(':')) {
    scanner.skip();
    const typeStart = scanner.pos;
    typeName = scanner.match(/[\w-]+/y) ?? '';
    typeAt = scanner.at(typeStart);
    scanner.skip();
  }
  const type = paramType(typeName, (message, hint) => scanner.error('bad-value', message, typeAt, { hint }));
  let initial = null;
  if (scanner.take('=')) {
    scanner.skip();
    initial = readTerm(parsing);
    if (initial === null) throw unexpected(scanner, 'where the default value should be');
  }
  return { kind: 'param', name, nameAt, type, initial, at: scanner.at(start) };
}

function readIf(parsing: StatementParsing, start: number): Statement {
  const { scanner } = parsing;
  const branches: { readonly condition: Expr; readonly body: Block }[] = [];
  let otherwise: Block | null = null;
  do {
    const condition = readExpression(parsing);
    branches.push({ condition, body: readBlock(parsing) });
  } while (takeWord(parsing, 'elif'));
  if (takeWord(parsing, 'else')) {
    if (takeWord(parsing, 'if')) {
      throw scanner.error('syntax', 'else if is written elif', scanner.at(scanner.pos - 2), {
        hint: 'did you mean elif ?',
      });
    }
    otherwise = readBlock(parsing);
  }
  return { kind: 'if', branches, otherwise, at: scanner.at(start) };
}

function readFor(parsing: StatementParsing, start: number): Statement {
  const { scanner } = parsing;
  const { name, nameAt } = readName(parsing, 'for name in list { … }');
  if (!takeWord(parsing, 'in'))
    throw scanner.error('syntax', 'for needs in and a list', scanner.at(start), {
      hint: `for ${name} in [DE, FR] { … }`,
    });
  scanner.skip();
  const items = readTerm(parsing);
  if (items === null) throw unexpected(scanner, 'where a list should be');
  return { kind: 'for', name, nameAt, items, body: readBlock(parsing), at: scanner.at(start) };
}

function readWhile(parsing: StatementParsing, start: number): Statement {
  const condition = readExpression(parsing);
  return { kind: 'while', condition, body: readBlock(parsing), at: parsing.scanner.at(start) };
}

function readRepeat(parsing: StatementParsing, start: number): Statement {
  const { scanner } = parsing;
  scanner.skip();
  const times = readTerm(parsing);
  if (times === null) throw unexpected(scanner, 'where repeat needs a number');
  scanner.skip();
  const every = takeWord(parsing, 'every') ? (scanner.skip(), readTerm(parsing)) : null;
  return { kind: 'repeat', times, every, body: readBlock(parsing), at: scanner.at(start) };
}

function readTry(parsing: StatementParsing, start: number): Statement {
  const { scanner } = parsing;
  const body = readBlock(parsing);
  if (!takeWord(parsing, 'catch')) return { kind: 'try', body, caught: null, at: scanner.at(start) };
  scanner.skip();
  const name = scanner.name();
  return { kind: 'try', body, caught: { name, body: readBlock(parsing) }, at: scanner.at(start) };
}

function readTimeout(parsing: StatementParsing, start: number): Statement {
  const { scanner } = parsing;
  scanner.skip();
  const limit = readTerm(parsing);
  if (limit === null) throw unexpected(scanner, 'where timeout needs a duration');
  return { kind: 'timeout', limit, body: readBlock(parsing), at: scanner.at(start) };
}

function readBlock(parsing: StatementParsing): Block {
  const { scanner } = parsing;
  scanner.skip();
  const start = scanner.pos;
  if (!scanner.take('{')) throw unexpected(scanner, 'where a block { … } should begin');
  const body = nested(scanner, () => readStatements(parsing, true));
  if (!scanner.take('}')) throw scanner.error('syntax', '{ is never closed', scanner.at(start, start + 1));
  return body;
}

function readName(
  { scanner }: StatementParsing,
  form: string,
): { name: string; nameAt: { start: number; end: number } } {
  scanner.skip();
  const start = scanner.pos;
  // A `$` in front is what people type who know other shells.
  const dollar = scanner.take('$');
  const name = scanner.name();
  if (name === null) throw scanner.error('syntax', 'a name is missing', scanner.at(start), { hint: form });
  const nameAt = scanner.at(start);
  if (dollar) throw scanner.error('syntax', 'a name is set without $', nameAt, { hint: `did you mean ${name} ?` });
  scanner.skip();
  return { name, nameAt };
}

/** Steps over a keyword, also when it stands on the next line (`}` newline `else`). */
function takeWord({ scanner }: StatementParsing, word: string): boolean {
  const before = scanner.pos;
  scanner.skip(true);
  if (scanner.take(word) && !/[\w-]/.test(scanner.peek() || ' ')) return true;
  scanner.pos = before;
  return false;
}

function expectEnd({ scanner }: StatementParsing): void {
  scanner.skip();
  const char = scanner.peek();
  if (char === '' || '\n;}'.includes(char)) return;
  if (char === '&' && scanner.peek(1) !== '&') {
    throw unexpected(scanner, 'behind a statement: only commands go to the background', {
      hint: 'put it into a command of your own: def work { … }; work &',
    });
  }
  // What other languages would calculate here.
  const hint = /[-+*/%]/.test(char)
    ? { hint: 'there is no arithmetic: `count` counts rows, `repeat 3 { … }` repeats' }
    : {};
  throw unexpected(scanner, 'behind the end of a statement', hint);
}

/** Steps behind a wrong statement; a brace that closes the block around it is left for it. @returns how many blocks it opened */
function skipStatement({ scanner }: StatementParsing): number {
  let opened = 0;
  for (; ; scanner.pos++) {
    const char = scanner.peek();
    if (char === '' || char === '\n' || char === ';') return opened;
    if (char === '{' && scanner.text[scanner.pos - 1] !== '$') opened++;
    else if (char === '}') {
      if (opened === 0) return 0;
      opened--;
    }
  }
}
