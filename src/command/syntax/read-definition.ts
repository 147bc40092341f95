/** `def name a: type = value … { … }`: a command of one's own. Called by the statements' reader, which reads the block. */
import { convert } from '../types/convert.ts';
import { anyValue } from '../types/any-value.ts';
import { paramType } from '../types/param-types.ts';
import { locate } from './place.ts';
import { readTerm, staticText, unexpected } from './words.ts';
import type { Block, Definition, Parameter, Term } from './ast.ts';
import type { Parsing } from './parsing.ts';
import type { ArgType } from '../types.ts';

const FORM = 'def best n: int = 5 { proxies top $n }';
/** With more of them nobody remembers the order. */
const MOST_PARAMETERS = 20;

/** The scanner stands behind `def`. @param start of it. @throws syntax, bad-value */
export function readDefinition(
  parsing: Parsing,
  start: number,
  readBlock: () => Block,
  taken: readonly string[],
): Definition {
  const { scanner } = parsing;
  if (scanner.depth > 0) {
    throw scanner.error('syntax', 'def stands outside of blocks', scanner.at(start), {
      hint: 'a command of your own is known in the whole text, whatever block runs',
    });
  }
  scanner.skip();
  const nameStart = scanner.pos;
  const name = scanner.match(/[A-Za-z_][\w-]*/y);
  if (name === null) throw scanner.error('syntax', 'def needs a name', scanner.at(start), { hint: FORM });
  const nameAt = scanner.at(nameStart);
  if (taken.includes(name)) throw scanner.error('syntax', `${name} is a word of the language`, nameAt);
  const params: Parameter[] = [];
  for (;;) {
    scanner.skip();
    if (params.length > 0 && scanner.take(',')) scanner.skip();
    if (scanner.peek() === '{') break;
    params.push(readParameter(parsing, params));
  }
  const comment = commentAbove(scanner.text, start);
  return { kind: 'def', name, nameAt, params, comment, body: readBlock(), at: scanner.at(start) };
}

function readParameter(parsing: Parsing, before: readonly Parameter[]): Parameter {
  const { scanner } = parsing;
  const start = scanner.pos;
  scanner.take('$');
  const name = scanner.name();
  if (name === null) throw unexpected(scanner, 'where a parameter or the block { … } should be', { hint: FORM });
  const at = scanner.at(start);
  if (scanner.slice(at).startsWith('$'))
    throw scanner.error('syntax', 'a parameter is named without $', at, { hint: `did you mean ${name} ?` });
  if (before.some((other) => other.name === name)) throw scanner.error('syntax', `${name} is there twice`, at);
  if (before.length === MOST_PARAMETERS)
    throw scanner.error('syntax', `more than ${MOST_PARAMETERS} parameters`, at, { hint: 'hand over a list or a row' });
  scanner.skip();
  const type = readType(parsing);
  const initial = readInitial(parsing, type);
  if (initial === undefined && before.at(-1)?.initial !== undefined) {
    throw scanner.error('syntax', `${name} needs a default too: it follows one that has one`, at, {
      hint: `${name} = …, or put it in front`,
    });
  }
  return { name, type, at, ...(initial === undefined ? {} : { initial }) };
}

function readType({ scanner }: Parsing): ArgType<unknown> {
  if (!scanner.take(':')) return anyValue;
  scanner.skip();
  const start = scanner.pos;
  const name = scanner.match(/[\w-]+/y) ?? '';
  const at = scanner.at(start);
  scanner.skip();
  return paramType(name, (message, hint) => scanner.error('bad-value', message, at, { hint }));
}

/** A default is written out, so that it is known before anything runs. */
function readInitial(parsing: Parsing, type: ArgType<unknown>): unknown {
  const { scanner } = parsing;
  if (!scanner.take('=')) return undefined;
  scanner.skip();
  const start = scanner.pos;
  const term: Term | null = readTerm(parsing, true);
  const text = term?.kind === 'word' ? staticText(term) : null;
  if (term === null) throw unexpected(scanner, 'where the default value should be', { hint: FORM });
  if (text === null)
    throw scanner.error('syntax', 'a default is a plain value, without variables', scanner.at(start), { hint: FORM });
  try {
    return convert(type, text);
  } catch (error) {
    throw locate(error, scanner, term.at);
  }
}

/** The lines of comment right above, without their signs: what `help` says of the command. */
function commentAbove(text: string, start: number): string {
  const lines = text.slice(0, start).split('\n');
  if (lines.pop()!.trim() !== '') return '';
  const comment: string[] = [];
  for (let line = lines.pop(); line !== undefined && /^\s*#(?!!)/.test(line); line = lines.pop())
    comment.unshift(line.replace(/^\s*#+\s*/, '').trim());
  return comment.join(' ').trim();
}
