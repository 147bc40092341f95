/**
 * One command from a shell's argv. The tokens are values already and are never lexed; only filters and command lines,
 * which have a grammar of their own, are parsed from theirs. Errors point into the tokens joined by blanks.
 */
import { parseExpression } from './parse-expression.ts';
import { readPipeline } from './pipeline.ts';
import { Scanner } from './scanner.ts';
import { quoteWord } from '../expr/quote.ts';
import { COMMON_FLAGS } from '../flags/common-flags.ts';
import { fail } from '../../model/errors.ts';
import type { FlagSpec } from '../define.ts';
import type { Command, Registry } from '../registry.ts';
import type { ArgType } from '../types.ts';
import type { Arg, ArgValue, At, Call, Pipeline } from './ast.ts';
import type { Parsing } from './parsing.ts';
import { errorAt } from './place.ts';
import type { Place } from './place.ts';

/** Operators and lists stay as they are: a filter given as several words is parsed from the joined text. */
const FILTER_TOKEN = /^(?:[!<>]?=|[<>~]|!~|\[[\w.,:-]*\])$/;

interface Token {
  readonly text: string;
  readonly at: At;
}

export interface ParsedArgv {
  readonly place: Place;
  readonly pipeline: Pipeline;
}

/** @throws syntax, for a filter or command line among the tokens that does not follow the grammar */
export function parseArgv(argv: readonly string[], registry: Registry): ParsedArgv {
  const { text, tokens } = layOut(argv);
  const place: Place = { origin: 'argv', text };
  const resolved = registry.resolve(argv);
  const count = resolved?.words ?? Math.min(argv.length, 2);
  if (count === 0) throw fail('missing-argument', 'no command', { hint: '`refbot help` lists all commands' });
  const nameAt = { start: 0, end: tokens[count - 1]!.at.end };
  const all = { start: 0, end: text.length };
  const args = resolved ? new ArgvReader(tokens.slice(count), resolved.command, registry, place).read() : [];
  const call: Call = { command: resolved?.command ?? null, words: argv.slice(0, count), nameAt, args, at: all };
  return { place, pipeline: { kind: 'pipeline', calls: [call], redirect: null, at: all } };
}

/** The tokens as one line of the language. */
export function argvText(argv: readonly string[]): string {
  return layOut(argv).text;
}

function layOut(argv: readonly string[]): { text: string; tokens: Token[] } {
  const tokens: Token[] = [];
  let text = '';
  for (const token of argv) {
    if (text !== '') text += ' ';
    const start = text.length;
    text += FILTER_TOKEN.test(token) ? token : quoteWord(token);
    tokens.push({ text: token, at: { start, end: text.length } });
  }
  return { text, tokens };
}

class ArgvReader {
  readonly #tokens: readonly Token[];
  readonly #command: Command;
  readonly #registry: Registry;
  readonly #place: Place;
  #next = 0;

  constructor(tokens: readonly Token[], command: Command, registry: Registry, place: Place) {
    this.#tokens = tokens;
    this.#command = command;
    this.#registry = registry;
    this.#place = place;
  }

  read(): Arg[] {
    const specs = this.#command.definition.args ?? [];
    const args: Arg[] = [];
    let position = 0;
    let flags = true;
    while (this.#next < this.#tokens.length) {
      const token = this.#tokens[this.#next]!;
      if (flags && token.text === '--') {
        flags = false;
        this.#next++;
        continue;
      }
      const spec = specs[position] ?? (specs.at(-1)?.rest ? specs.at(-1) : undefined);
      const flag = flags ? this.#flag(token, spec?.type) : null;
      if (flag) args.push(flag);
      else {
        const value = this.#value(spec?.type, flags);
        args.push({ kind: 'value', value, at: value.at });
        position++;
      }
    }
    return args;
  }

  #flag(token: Token, positional: ArgType<unknown> | undefined): Arg | null {
    const long = /^--([A-Za-z][\w-]*)(?:=(.*))?$/s.exec(token.text);
    const short = /^-([A-Za-z])$/.exec(token.text);
    if (!long && !short) return null;
    const name = long?.[1] ?? this.#longName(short![1]!);
    if (name === null && positional?.syntax === 'fields') return null;
    this.#next++;
    const flag: FlagSpec | undefined = this.#command.definition.flags?.[name ?? ''] ?? COMMON_FLAGS[name ?? ''];
    const base = { kind: 'flag', name: name ?? short![1]!, nameAt: token.at } as const;
    if (long?.[2] !== undefined) return { ...base, value: this.#word(long[2], token.at), at: token.at };
    const following = this.#tokens[this.#next];
    if (!flag?.type || !following || /^--[A-Za-z]/.test(following.text)) return { ...base, value: null, at: token.at };
    this.#next++;
    const value = this.#single(following, flag.type);
    return { ...base, value, at: { start: token.at.start, end: following.at.end } };
  }

  #longName(short: string): string | null {
    for (const [name, spec] of Object.entries(this.#command.definition.flags ?? {}))
      if (spec.short === short) return name;
    return null;
  }

  #value(type: ArgType<unknown> | undefined, flags: boolean): ArgValue {
    const first = this.#tokens[this.#next++]!;
    const selecting = type?.syntax === 'selector' && first.text === 'where';
    if (type?.syntax === 'line') return this.#line([first, ...this.#take(() => true)]);
    if (type?.syntax === 'alias') return this.#aliased(first);
    if (type?.syntax !== 'filter' && type?.syntax !== 'condition' && !selecting) return this.#single(first, type);
    const rest = this.#take((token) => !(flags && /^--[A-Za-z]/.test(token.text)));
    const tokens = selecting ? rest : [first, ...rest];
    if (tokens.length === 0) throw fail('syntax', 'a filter is missing behind where', { hint: 'where country = DE' });
    return { ...this.#filter(tokens), selector: selecting };
  }

  #take(wanted: (token: Token) => boolean): Token[] {
    const taken: Token[] = [];
    for (let token = this.#tokens[this.#next]; token && wanted(token); token = this.#tokens[++this.#next])
      taken.push(token);
    return taken;
  }

  #single(token: Token, type: ArgType<unknown> | undefined): ArgValue {
    if (type?.syntax === 'filter' || type?.syntax === 'condition') return this.#filter([token]);
    const selector = type?.syntax === 'selector' ? /^where\s+(.*)$/s.exec(token.text) : null;
    if (selector) return { ...this.#filter([token], selector[1]), selector: true };
    return type?.syntax === 'line' ? this.#line([token]) : this.#word(token.text, token.at);
  }

  #word(text: string, at: At): ArgValue {
    return { kind: 'word', parts: [{ kind: 'text', text }], bare: false, at };
  }

  #filter(tokens: readonly Token[], text?: string): ArgValue & { kind: 'filter' } {
    const { scanner, at } = this.#scanner(tokens, text);
    const inside = scanner.text.slice(scanner.pos, scanner.end);
    const expr = parseExpression(inside, 'argv', scanner, this.#registry);
    return { kind: 'filter', expr, text: inside, selector: false, at };
  }

  /** `= line` */
  #aliased(first: Token): ArgValue {
    const rest = this.#take(() => true);
    if (first.text !== '=')
      throw errorAt(this.#place, 'syntax', 'unexpected word where = should be', first.at, {
        hint: "alias de = 'proxies top 10 --country DE'",
      });
    if (rest.length === 0) throw errorAt(this.#place, 'syntax', 'a command line is missing behind =', first.at);
    return this.#line(rest);
  }

  #line(tokens: readonly Token[]): ArgValue {
    const { scanner, at } = this.#scanner(tokens);
    const text = scanner.text.slice(scanner.pos, scanner.end);
    const parsing: Parsing = { scanner, registry: this.#registry, pipeline: () => readPipeline(parsing) };
    const pipeline = readPipeline(parsing);
    scanner.skip();
    if (scanner.pos < scanner.end) {
      throw scanner.error('syntax', 'unexpected text behind the command', scanner.at(scanner.pos, scanner.end));
    }
    return { kind: 'line', pipeline, text, at };
  }

  /** Over the tokens as they stand in the joined text; one token alone is read without the quotes it got there. */
  #scanner(
    tokens: readonly Token[],
    text: string | undefined = tokens.length === 1 ? tokens[0]!.text : undefined,
  ): { scanner: Scanner; at: At } {
    const at = { start: tokens[0]!.at.start, end: tokens.at(-1)!.at.end };
    const whole = this.#place.text;
    if (text === undefined) return { scanner: new Scanner(whole, 'argv', at.start, at.end), at };
    const found = whole.indexOf(text, at.start);
    if (found >= 0 && found + text.length <= at.end)
      return { scanner: new Scanner(whole, 'argv', found, found + text.length), at };
    return { scanner: new Scanner(text, 'argv'), at };
  }
}
