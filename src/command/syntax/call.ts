/**
 * One stage of a pipeline: a command and its arguments. How an argument is read depends on its declared type (a filter
 * is an expression, a command line takes the rest), so the command is looked up before its arguments are read.
 */
import { parseExpression } from './parse-expression.ts';
import { readExpression } from './expression.ts';
import { Scanner } from './scanner.ts';
import { backgroundMark, softMark } from './marks.ts';
import { readTerm, readWord, staticText, unexpected } from './words.ts';
import { COMMON_FLAGS } from '../flags/common-flags.ts';
import type { ArgSpec, FlagSpec } from '../define.ts';
import type { Command } from '../registry.ts';
import type { ArgType } from '../types.ts';
import type { Arg, ArgValue, At, Call, Word } from './ast.ts';
import type { Parsing } from './parsing.ts';

const HEAD = /[^\s|;>(){}'"$#?&]+/y;
const FLAG = /--[A-Za-z][\w-]*/y;
const SHORT = /-[A-Za-z](?=[\s|;>(){}]|$)/y;
/** Words of a command's name that are tried at most. */
const HEAD_WORDS = 4;

type Filter = ArgValue & { readonly kind: 'filter' };

interface Head {
  readonly text: string;
  readonly at: At;
}

export function readCall(parsing: Parsing): Call {
  const { scanner } = parsing;
  scanner.skip();
  const start = scanner.pos;
  let heads = readHeads(scanner);
  while (expandAlias(parsing, heads[0])) heads = readHeads(scanner);
  if (heads.length === 0) throw unexpected(scanner, 'where a command should be');
  const resolved = parsing.registry?.resolve(heads.map((head) => head.text)) ?? null;
  const named = resolved ? heads.slice(0, resolved.words) : heads;
  const nameAt = { start, end: named.at(-1)!.at.end };
  scanner.pos = nameAt.end;
  const words = named.map((head) => head.text);
  if (!resolved) {
    skipStage(parsing);
    return { command: null, words, nameAt, args: [], at: scanner.at(start) };
  }
  const args = readArgs(parsing, resolved.command);
  return { command: resolved.command, words, nameAt, args, at: scanner.at(start, args.at(-1)?.at.end ?? nameAt.end) };
}

/** True where the arguments of a stage end. */
export function endsStage(scanner: Scanner): boolean {
  scanner.skip();
  const char = scanner.peek();
  return char === '' || '\n|;>)}'.includes(char) || softMark(scanner) || backgroundMark(scanner);
}

/** Puts what an alias stands for in its place. */
function expandAlias({ scanner, registry }: Parsing, head: Head | undefined): boolean {
  const text = head && registry?.expansions().get(head.text);
  if (!head || !registry || text === undefined) return false;
  if (scanner.expansions.isInside(head.at.start, head.text)) return false;
  scanner.expand(head.at.start, head.text, text);
  return true;
}

/** The leading bare words, as far as they could be a command's name; nothing is stepped over for good. */
function readHeads(scanner: Scanner): Head[] {
  const heads: Head[] = [];
  for (;;) {
    const start = scanner.pos;
    const text = scanner.match(HEAD);
    if (text === null || text.startsWith('--')) return heads;
    heads.push({ text, at: scanner.at(start) });
    const glued = scanner.pos;
    scanner.skip();
    if (heads.length === HEAD_WORDS || scanner.pos === glued) return heads;
  }
}

function readArgs(parsing: Parsing, command: Command): Arg[] {
  const { scanner } = parsing;
  const specs = command.definition.args ?? [];
  const args: Arg[] = [];
  let position = 0;
  let flags = true;
  while (!endsStage(scanner)) {
    const start = scanner.pos;
    refuseJoint(scanner);
    if (flags && /^--(?:\s|$)/.test(scanner.text.slice(start, start + 3))) {
      scanner.pos += 2;
      flags = false;
      continue;
    }
    const spec = specAt(specs, position);
    const flag = flags ? readFlag(parsing, command, spec) : null;
    if (flag) {
      args.push(flag);
      continue;
    }
    const value = readValue(parsing, spec?.type);
    args.push({ kind: 'value', value, at: value.at });
    position++;
  }
  return args;
}

function specAt(specs: readonly ArgSpec[], position: number): ArgSpec | undefined {
  return specs[position] ?? (specs.at(-1)?.rest ? specs.at(-1) : undefined);
}

function readFlag(parsing: Parsing, command: Command, spec: ArgSpec | undefined): Arg | null {
  const { scanner } = parsing;
  const start = scanner.pos;
  const long = scanner.match(FLAG);
  let name = long?.slice(2) ?? null;
  if (name === null) {
    const short = scanner.match(SHORT);
    if (short === null) return null;
    name = flagOfShort(command, short[1]!);
    if (name === null) {
      if (spec?.type.syntax === 'fields') {
        scanner.pos = start;
        return null;
      }
      name = short.slice(1);
    }
  }
  const nameAt = scanner.at(start);
  const flag: FlagSpec | undefined = command.definition.flags?.[name] ?? COMMON_FLAGS[name];
  const value = readFlagValue(parsing, flag);
  return { kind: 'flag', name, value, nameAt, at: scanner.at(start, value?.at.end ?? nameAt.end) };
}

function readFlagValue(parsing: Parsing, flag: FlagSpec | undefined): ArgValue | null {
  const { scanner } = parsing;
  if (scanner.take('='))
    return readTerm(parsing) ?? { kind: 'word', parts: [], bare: true, at: scanner.at(scanner.pos) };
  if (!flag?.type || endsStage(scanner) || /^--[A-Za-z]/.test(scanner.text.slice(scanner.pos, scanner.pos + 3)))
    return null;
  return readValue(parsing, flag.type);
}

function flagOfShort(command: Command, short: string): string | null {
  for (const [name, spec] of Object.entries(command.definition.flags ?? {})) if (spec.short === short) return name;
  return null;
}

function readValue(parsing: Parsing, type: ArgType<unknown> | undefined): ArgValue {
  const { scanner } = parsing;
  const start = scanner.pos;
  if (type?.syntax === 'filter' || type?.syntax === 'condition') return readFilter(parsing);
  if (type?.syntax === 'selector') {
    if (scanner.match(/where(?=\s)/y) !== null) return selecting(readFilter(parsing), start);
  }
  if (type?.syntax === 'alias') skipEquals(scanner);
  if ((type?.syntax === 'line' || type?.syntax === 'alias') && scanner.peek() !== '"' && scanner.peek() !== "'") {
    const pipeline = parsing.pipeline();
    return { kind: 'line', pipeline, text: scanner.typed(pipeline.at), at: pipeline.at };
  }
  const term = readTerm(parsing);
  if (term === null) throw unexpected(scanner, 'in a command');
  return term;
}

/** `alias name = line` */
function skipEquals(scanner: Scanner): void {
  if (!scanner.take('=')) {
    throw unexpected(scanner, 'where = should be', { hint: 'alias de = proxies top 10 --country DE' });
  }
  scanner.skip();
  if (endsStage(scanner)) throw unexpected(scanner, 'where a command line should be');
}

/** What other shells join commands with. */
function refuseJoint(scanner: Scanner): void {
  if (!/^&&(?:\s|$)/.test(scanner.text.slice(scanner.pos, scanner.pos + 3))) return;
  throw scanner.error('syntax', '&& is not part of the language', scanner.at(scanner.pos, scanner.pos + 2), {
    hint: 'use ; : what is behind it runs only when this went well',
  });
}

/** `where …` as a selector: a filter, or a word whose text is known when its variables are. */
function selecting(value: Filter | Word, start: number): ArgValue {
  const at = { start, end: value.at.end };
  if (value.kind === 'filter') return { ...value, selector: true, at };
  return { ...value, parts: [{ kind: 'text', text: 'where ' }, ...value.parts], at };
}

/** A filter written out, or one quoted word that holds it; with variables in it, it is parsed when they are known. */
function readFilter(parsing: Parsing): Filter | Word {
  const { scanner } = parsing;
  scanner.skip();
  const start = scanner.pos;
  const quoted = scanner.peek() === "'" || scanner.peek() === '"' ? readWord(scanner) : null;
  if (quoted) {
    const text = staticText(quoted);
    if (endsStage(scanner) || scanner.startsWith('--')) {
      if (text === null) return quoted;
      const expr = parseExpression(text, scanner.origin, scannerInside(scanner, quoted, text), parsing.registry);
      return { kind: 'filter', expr, text, selector: false, at: quoted.at };
    }
    scanner.pos = start;
  }
  const expr = readExpression(parsing);
  const at = scanner.at(start);
  return { kind: 'filter', expr, text: scanner.slice(at), selector: false, at };
}

/** A scanner over the inside of a string, so that errors point into the line; over its bare text where escapes moved it. */
function scannerInside(outer: Scanner, word: Word, text: string): Scanner {
  const { start, end } = word.at;
  if (outer.text.slice(start + 1, end - 1) === text)
    return new Scanner(outer.text, outer.origin, start + 1, end - 1, outer.expansions);
  return new Scanner(text, 'filter');
}

/** Steps over the arguments of a command that nobody knows: their form is not known either. */
function skipStage({ scanner }: Parsing): void {
  while (!endsStage(scanner) || scanner.peek() === '>') {
    const char = scanner.peek();
    if (char !== "'" && char !== '"') scanner.pos++;
    else if (readWord(scanner) === null) scanner.pos++;
  }
}
