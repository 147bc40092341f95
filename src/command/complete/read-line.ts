/**
 * Reads a text as far as it goes: its statements, the stages of their pipelines, what each word is. The same for half a
 * line as for a whole script; refuses nothing. Completion, hints and colours look at what it found.
 */
import { lex } from './lex.ts';
import { StageReader } from './stage-reader.ts';
import type { Registry } from '../registry.ts';
import type { Lexeme } from './lex.ts';

export interface Mark {
  readonly start: number;
  readonly end: number;
  readonly kind: 'keyword' | 'operator' | 'comment' | 'variable' | 'command';
}

export interface Reading {
  /** In the order they begin. */
  readonly stages: readonly StageReader[];
  /** The stage that a further word would go to. */
  readonly last: StageReader;
  /** What is no word of a stage. */
  readonly marks: readonly Mark[];
  /** Where brackets, blocks and strings begin that are never closed. */
  readonly openAt: readonly number[];
  /** Keywords may stand here: no word of the statement has come yet. */
  readonly isFresh: boolean;
  /** The keyword that the last statement begins with, until its block does. */
  readonly keyword: Lexeme | null;
}

/** What stands behind a keyword, word by word: a name, a fixed word, then an expression or a command. */
const HEADS: Readonly<
  Record<string, readonly ('name' | 'command' | '=' | 'in' | 'value' | 'expression' | 'params' | 'rest')[]>
> = {
  let: ['name', '=', 'value'],
  param: ['params'],
  def: ['command', 'params'],
  if: ['expression'],
  elif: ['expression'],
  while: ['expression'],
  for: ['name', 'in', 'expression'],
  repeat: ['rest'],
  timeout: ['rest'],
  try: ['rest'],
  else: ['rest'],
  catch: ['name', 'rest'],
};

export function readLine(text: string, registry: Registry): Reading {
  return readLexemes(lex(text), registry);
}

export function readLexemes(lexemes: readonly Lexeme[], registry: Registry): Reading {
  const reader = new LineReader(registry);
  for (const lexeme of lexemes) reader.push(lexeme);
  return reader;
}

/** Names that the text sets, as far as it goes. */
export function variablesOf(text: string, { marks, stages }: Reading): readonly string[] {
  const set = marks.filter(({ kind }) => kind === 'variable').map(({ start, end }) => text.slice(start, end));
  const params = stages.flatMap(({ kind, tokens }) => (kind === 'params' ? tokens : []));
  return [...set, ...params.filter(({ role }) => role === 'variable').map((token) => token.text)];
}

/** True when a bracket or block is open at the end, or a bar or backslash says that the text goes on. */
export function isOpen(text: string, registry: Registry): boolean {
  const lexemes = lex(text);
  const brackets = lexemes.filter(({ open }) => !open);
  return readLexemes(brackets, registry).openAt.length > 0 || lexemes.at(-1)?.text === '|' || /\\\s*$/.test(text);
}

class LineReader implements Reading {
  readonly stages: StageReader[] = [];
  readonly marks: Mark[] = [];
  openAt: number[] = [];
  keyword: Lexeme | null = null;
  readonly #registry: Registry;
  /** Stages that go on behind the bracket which is open in them. */
  readonly #outer: StageReader[] = [];
  #stage: StageReader;
  #head: (typeof HEADS)[string] = [];
  #fresh = true;
  /** A bracket was just opened in a filter: it groups, or holds a command. */
  #isUndecided = false;
  /** End of the bracket closed last: a path may follow it. */
  #closedAt = -1;

  constructor(registry: Registry) {
    this.#registry = registry;
    this.#stage = this.#open('command');
  }

  get last(): StageReader {
    return this.#stage.current;
  }
  get isFresh(): boolean {
    return this.#fresh;
  }

  push(lexeme: Lexeme): void {
    if (lexeme.open) this.openAt.push(lexeme.start);
    else if ('({'.includes(lexeme.text) && lexeme.kind === 'symbol') this.openAt.push(lexeme.start);
    else if (')}'.includes(lexeme.text) && lexeme.kind === 'symbol') this.openAt.pop();
    if (lexeme.kind === 'comment') this.#mark(lexeme, 'comment');
    else if (lexeme.kind === 'symbol') this.#symbol(lexeme);
    else this.#word(lexeme);
  }

  #word(lexeme: Lexeme): void {
    const { text, quoted } = lexeme;
    if (lexeme.start === this.#closedAt && text.startsWith('.')) return this.#mark(lexeme, 'operator');
    if (this.#isUndecided) this.#decide(text);
    if (this.#fresh && !quoted && Object.hasOwn(HEADS, text)) {
      this.#mark(lexeme, 'keyword');
      this.keyword = lexeme;
      this.#expect(HEADS[text]!);
      // Another keyword does not begin a statement here: `if if`.
      this.#fresh = false;
      return;
    }
    this.#fresh = false;
    const [wanted, ...behind] = this.#head;
    if (wanted === 'command') {
      this.#mark(lexeme, 'command');
      this.#expect(behind);
      return;
    }
    if (wanted === 'name') {
      const glued = text.indexOf('=');
      const end = glued < 0 ? lexeme.end : lexeme.start + glued;
      this.#mark({ ...lexeme, end }, 'variable');
      this.#expect(glued < 0 ? behind : behind.slice(1));
      if (glued >= 0) this.#mark({ ...lexeme, start: end, end: end + 1 }, 'operator');
      if (glued >= 0 && end + 1 < lexeme.end)
        this.#word({ ...lexeme, text: text.slice(glued + 1), start: lexeme.start + glued + 1 });
      return;
    }
    if (wanted === '=' || wanted === 'in') {
      this.#mark(lexeme, wanted === 'in' ? 'keyword' : 'operator');
      this.#expect(behind);
      return;
    }
    if (wanted === 'value') {
      this.#expect([]);
      // A command, as long as it could be one; else an expression.
      const isCommand = !quoted && /^[\p{L}_]/u.test(text) && !/^(?:true|false|null|not)$/.test(text);
      this.#stage = this.#open(isCommand ? 'command' : 'expression');
    }
    this.#stage.push(lexeme);
  }

  /** What follows a keyword decides which stage takes the words. */
  #expect(head: (typeof HEADS)[string]): void {
    const [next] = head;
    const isStage = next === 'expression' || next === 'params' || next === 'rest';
    this.#head = isStage ? [] : head;
    // A name of one's own, or a word that must stand here: no command.
    this.#stage = this.#open(isStage ? next : next === 'value' || next === undefined ? 'command' : 'rest');
  }

  #symbol(lexeme: Lexeme): void {
    const stage = this.#stage.current;
    switch (lexeme.text) {
      case '>=':
      case '>':
      case '>>':
        if (lexeme.text === '>=' || (lexeme.text === '>' && stage.isFiltering)) {
          stage.push({ ...lexeme, kind: 'word' });
          return;
        }
        this.#mark(lexeme, 'operator');
        this.#stage = this.#open('file');
        return;
      case '|':
        this.#mark(lexeme, 'operator');
        this.#stage = this.#open('command', stage);
        return;
      case '(':
        this.#mark(lexeme, 'operator');
        stage.skip();
        this.#outer.push(this.#stage);
        this.#isUndecided = stage.isFiltering;
        // Among rows a bracket most likely groups; in a condition it holds a command, as there are no fields.
        this.#stage =
          stage.isFiltering && stage.type ? this.#open('expression', stage.before, stage.type) : this.#open('command');
        this.#fresh = false;
        return;
      case ')':
        this.#mark(lexeme, 'operator');
        this.#stage = this.#outer.pop() ?? this.#open('rest');
        this.#isUndecided = false;
        this.#closedAt = lexeme.end;
        return;
      case '?':
        this.#mark(lexeme, 'operator');
        this.#stage = this.#open('rest');
        return;
      default:
        this.#mark(lexeme, 'operator');
        if (lexeme.text === '\n' && this.#outer.length > 0) return;
        this.#outer.length = 0;
        this.#isUndecided = false;
        this.#head = [];
        this.#stage = this.#open('command');
        this.#fresh = true;
        this.keyword = null;
    }
  }

  #mark({ start, end }: Lexeme, kind: Mark['kind']): void {
    this.marks.push({ start, end, kind });
  }

  #decide(first: string): void {
    this.#isUndecided = false;
    const outer = this.#outer.at(-1)!.current;
    const kind = this.#registry.isCommand(first) ? 'command' : 'expression';
    if (kind === this.#stage.kind) return;
    this.#stage = kind === 'command' ? this.#open(kind) : this.#open(kind, outer.before, outer.type);
  }

  #open(kind: StageReader['kind'], before: StageReader | null = null, filter: StageReader['type'] = null): StageReader {
    const stage = new StageReader(this.#registry, kind, before, filter);
    this.stages.push(stage);
    return stage;
  }
}
