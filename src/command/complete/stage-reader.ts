/**
 * Reads the words of one command as they are typed and knows at each moment what they are: part of its name, a flag, an
 * argument of which type, part of a filter. Judges nothing: completion, hints and colours stand on it.
 */
import { COMMON_FLAGS } from '../flags/common-flags.ts';
import { OPERATORS } from '../syntax/ast.ts';
import { lex } from './lex.ts';
import type { ArgSpec, FlagSpec } from '../define.ts';
import type { Command, Registry } from '../registry.ts';
import type { ArgType } from '../types.ts';
import type { Lexeme } from './lex.ts';

export type Role = 'name' | 'unknown' | 'flag' | 'value' | 'filter' | 'keyword' | 'operator' | 'variable' | 'type';

export interface Token extends Lexeme {
  readonly role: Role;
  /** Of a value; null where none is known. */
  readonly type: ArgType<unknown> | null;
}

type Type = ArgType<unknown> | null;

const SYMBOLS = new Set<string>(OPERATORS.filter((operator) => /\W/.test(operator) && !/\s/.test(operator)));
const PARTS = /!=|<=|>=|==|=|<|>|!~|~|[^=<>!~]+|!/g;
const JOINS = new Set(['and', 'or', 'not', 'in']);

export class StageReader {
  readonly tokens: Token[] = [];
  /** `expression`: a condition; `file`: behind `>`; `params`: names and types behind `def` and `param`; `rest`: of no interest. */
  readonly kind: 'command' | 'expression' | 'file' | 'params' | 'rest';
  readonly #registry: Registry;
  #before: StageReader | null;
  #names: string[] = [];
  #isNamed = false;
  #command: Command | null = null;
  #place = 0;
  #flag: FlagSpec | null = null;
  #flagsEnded = false;
  /** The type whose filter is being written; undefined outside of one. */
  #filter: Type | undefined;
  #since: Token[] = [];
  readonly #given = new Set<string>();
  /** A command line as an argument (`watch 2s proxies top`): from there on its words count. */
  #inner: StageReader | null = null;
  /** Aliases that this is the line of. */
  #expanded: readonly string[] = [];

  /** @param filter of an expression: the type it is part of, which knows the fields */
  constructor(registry: Registry, kind: StageReader['kind'], before: StageReader | null = null, filter: Type = null) {
    this.#registry = registry;
    this.kind = kind;
    this.#before = before;
    if (kind === 'expression') this.#filter = filter;
  }

  /** The stage that words go to now. */
  get current(): StageReader {
    return this.#inner?.current ?? this;
  }
  /** This stage and those inside it. */
  nested(): readonly StageReader[] {
    return this.#inner ? [this, ...this.#inner.nested()] : [this];
  }
  /** The stage in front of the bar; null where none is. */
  get before(): StageReader | null {
    return this.#before;
  }
  get command(): Command | null {
    return this.#command;
  }
  /** Words of a name so far. */
  get names(): readonly string[] {
    return this.#names;
  }
  /** True while a further word could still belong to the name. */
  get isNaming(): boolean {
    return this.kind === 'command' && !this.#isNamed;
  }
  get isFiltering(): boolean {
    return this.#filter !== undefined;
  }
  /** Names of the flags given so far. */
  get given(): ReadonlySet<string> {
    return this.#given;
  }
  /** The flag whose value comes next. */
  get flag(): FlagSpec | null {
    return this.#flag;
  }
  get flagsEnded(): boolean {
    return this.#flagsEnded;
  }
  /** The argument that comes next, or goes on. */
  get spec(): ArgSpec | null {
    const specs = this.#command?.definition.args ?? [];
    return specs[this.#place] ?? null;
  }
  /** Which of the command's arguments {@link spec} is. */
  get place(): number {
    return this.#place;
  }
  /** Words that the argument which goes on, or the filter, has so far. */
  get since(): readonly Token[] {
    return this.#since;
  }
  /** The type of what comes next; null where anything may. */
  get type(): Type {
    return this.#filter ?? this.#flag?.type ?? this.spec?.type ?? null;
  }

  push(lexeme: Lexeme): void {
    if (this.#inner) this.#inner.push(lexeme);
    else if (this.kind === 'file' || this.kind === 'rest') this.#add(lexeme, 'value');
    else if (this.kind === 'params') this.#pushParam(lexeme);
    else if (this.isNaming && this.#pushName(lexeme)) return;
    else if (this.#filter !== undefined && !this.#startsFlag(lexeme)) this.#pushFilter(lexeme);
    else this.#pushArgument(lexeme);
  }

  /** A bracket stands where a value would. */
  skip(): void {
    if (this.#inner) this.#inner.skip();
    else if (this.kind !== 'command' || this.#filter !== undefined) return;
    else if (this.#flag) this.#flag = null;
    else if (this.spec?.rest !== true) this.#place++;
    this.#isNamed = true;
  }

  #pushName(lexeme: Lexeme): boolean {
    const words = [...this.#names, lexeme.text];
    if (!lexeme.quoted && !/^--|[$?]/.test(lexeme.text)) {
      const resolved = this.#registry.resolve(words);
      const isWhole = resolved?.words === words.length;
      const goesOn = this.#registry.verbs(words.join(' ')).length > 0;
      if (isWhole) this.#command = resolved.command;
      if (isWhole || goesOn) {
        this.#names = words;
        this.#isNamed = !goesOn;
        this.#add(lexeme, 'name');
        if (words.length === 1) this.#expand(lexeme.text);
        return true;
      }
    }
    this.#isNamed = true;
    if (this.#command) return false;
    this.#add(lexeme, 'unknown');
    return true;
  }

  /** An alias: what stands behind it goes on where the alias's own line ends. */
  #expand(alias: string): void {
    const line = this.#registry.expansions().get(alias);
    if (line === undefined || this.#expanded.includes(alias)) return;
    let begun = this.#inside(alias, this.#before);
    for (const lexeme of lex(line)) {
      if (lexeme.kind === 'symbol' && lexeme.text === '|') begun = this.#inside(alias, begun);
      else begun.push(lexeme);
    }
    this.#before = begun.#before;
    this.#names = begun.#names;
    this.#isNamed = begun.#isNamed;
    this.#command = begun.#command;
    this.#place = begun.#place;
    this.#flag = begun.#flag;
    this.#filter = begun.#filter;
    this.#since = begun.#since;
    for (const name of begun.#given) this.#given.add(name);
  }

  #inside(alias: string, before: StageReader | null): StageReader {
    const stage = new StageReader(this.#registry, 'command', before);
    stage.#expanded = [...this.#expanded, alias];
    return stage;
  }

  /** `n: int = 5`, the blanks where anybody likes them. */
  #pushParam(lexeme: Lexeme): void {
    let start = lexeme.start;
    for (const [text] of lexeme.quoted ? [[lexeme.text]] : lexeme.text.matchAll(/[:=,]|[^:=,]+/g)) {
      const part = { ...lexeme, text: text!, start, end: start + text!.length };
      const before = this.tokens.at(-1);
      if (!lexeme.quoted && /^[:=,]$/.test(text!)) this.#add(part, 'operator');
      else if (before?.role === 'operator' && before.text === ':') this.#add(part, 'type');
      else this.#add(part, before?.role === 'operator' && before.text === '=' ? 'value' : 'variable');
      start = part.end;
    }
  }

  #startsFlag(lexeme: Lexeme): boolean {
    return this.kind === 'command' && !lexeme.quoted && !this.#flagsEnded && /^--[A-Za-z]/.test(lexeme.text);
  }

  /** In a filter operators need no blanks around them. */
  #pushFilter(lexeme: Lexeme): void {
    if (lexeme.quoted) {
      this.#since.push(this.#add(lexeme, 'filter', this.#filter ?? null));
      return;
    }
    let start = lexeme.start;
    for (const [text] of lexeme.text.length === lexeme.end - lexeme.start
      ? lexeme.text.matchAll(PARTS)
      : [[lexeme.text]]) {
      const part = { ...lexeme, text: text!, start, end: start + text!.length };
      const role = SYMBOLS.has(text!) || text === '==' ? 'operator' : JOINS.has(text!) ? 'keyword' : 'filter';
      this.#since.push(this.#add(part, role, this.#filter ?? null));
      start = part.end;
    }
  }

  #pushArgument(lexeme: Lexeme): void {
    const { text, quoted } = lexeme;
    if (!this.#command) return void this.#add(lexeme, 'unknown');
    if (!quoted && !this.#flagsEnded) {
      if (text === '--') {
        this.#flagsEnded = true;
        return void this.#add(lexeme, 'operator');
      }
      if (this.#pushFlag(lexeme)) return;
    }
    if (this.#flag) {
      const type = this.#flag.type!;
      this.#flag = null;
      if (type.syntax === 'filter' || type.syntax === 'condition') return this.#openFilter(type, lexeme);
      return void this.#add(lexeme, 'value', type);
    }
    const { spec } = this;
    if (!spec) return void this.#add(lexeme, 'value');
    const { syntax } = spec.type;
    if (syntax === 'filter' || syntax === 'condition') {
      this.#place++;
      this.#openFilter(spec.type, lexeme);
    } else if (syntax === 'selector' && text === 'where' && !quoted && this.#since.length === 0) {
      this.#add(lexeme, 'keyword');
      this.#place++;
      this.#filter = spec.type;
    } else if (syntax === 'alias' && text === '=') this.#add(lexeme, 'operator');
    else if ((syntax === 'line' || syntax === 'alias') && !quoted) {
      this.#inner = new StageReader(this.#registry, 'command');
      this.#place++;
      this.#inner.push(lexeme);
    } else {
      const token = this.#add(lexeme, syntax === 'command' ? 'name' : 'value', spec.type);
      if (spec.rest || syntax === 'selector' || syntax === 'command') this.#since.push(token);
      else this.#place++;
    }
  }

  #openFilter(type: ArgType<unknown>, lexeme: Lexeme): void {
    this.#filter = type;
    this.#since = [];
    this.#pushFilter(lexeme);
  }

  #pushFlag(lexeme: Lexeme): boolean {
    const { text, start } = lexeme;
    const long = /^(--[A-Za-z][\w-]*)(=)?/.exec(text);
    const isShort = /^-[A-Za-z]$/.test(text);
    if (!long && !isShort) return false;
    const [name, spec] = findFlag(this.#command!, long?.[1] ?? text);
    if (isShort && !spec && this.spec?.type.syntax === 'fields') return false;
    // A flag ends a filter, and takes the place of the value that the flag before it should have had.
    this.#filter = undefined;
    this.#given.add(name);
    this.#flag = null;
    if (long?.[2] === undefined) {
      this.#add(lexeme, 'flag');
      this.#flag = spec?.type ? spec : null;
      return true;
    }
    const end = start + long[0].length;
    this.#add({ ...lexeme, text: long[1]!, end }, 'flag');
    if (end < lexeme.end)
      this.#add({ ...lexeme, text: text.slice(long[0].length), start: end }, 'value', spec?.type ?? null);
    return true;
  }

  #add(lexeme: Lexeme, role: Role, type: Type = null): Token {
    const token = { ...lexeme, role, type };
    this.tokens.push(token);
    return token;
  }
}

/** The name and declaration of a flag as it is typed: `--country`, `-c`. */
export function findFlag({ definition }: Command, typed: string): readonly [string, FlagSpec | null] {
  const flags = definition.flags ?? {};
  if (typed.startsWith('--')) {
    const name = typed.slice(2);
    return [name, flags[name] ?? COMMON_FLAGS[name] ?? null];
  }
  const found = Object.entries(flags).find(([, flag]) => flag.short === typed.slice(1));
  return found ?? [typed.slice(1), null];
}
