/**
 * A Screen of blessed that touches no terminal: it reads from and writes to streams that go nowhere, hears no signal and
 * starts no program. The terminal adapter takes its bytes; the hand that draws widgets takes its cells.
 */
import { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';

export type BlessedCell = [attribute: number, char: string];
export type BlessedLine = BlessedCell[] & { dirty: boolean };

/** The part of blessed's Screen that is used. */
export interface BlessedScreen {
  lines: BlessedLine[];
  olines: BlessedCell[][];
  readonly program: { cols: number; rows: number; useBuffer: boolean; flush(): void };
  readonly tput: { unicode: boolean; brokenACS: boolean };
  alloc(): void;
  draw(first: number, last: number): void;
}
interface BlessedScreenClass {
  new (options: object): BlessedScreen;
  _bound: boolean;
}

type Ability = (args: readonly unknown[]) => unknown;
/** The part of blessed's Tput that is changed. */
interface Tput {
  _compile(info: unknown, name: string, text: unknown): unknown;
  _compiles?: 'when used';
}

/** A stream that goes nowhere: blessed's input, and its output, which is collected. */
export class Collector extends EventEmitter {
  readonly writable = true;
  readonly isTTY = false;
  columns: number;
  rows: number;
  text = '';

  constructor(columns: number, rows: number) {
    super();
    this.columns = columns;
    this.rows = rows;
  }

  write(text: string): boolean {
    this.text += text;
    return true;
  }

  take(): string {
    const text = this.text;
    this.text = '';
    return text;
  }
}

export interface DetachedScreen {
  readonly screen: BlessedScreen;
  /** What blessed would have written to a terminal since it was last taken. */
  readonly output: Collector;
}

export function createDetachedScreen(columns: number, rows: number): DetachedScreen {
  const require = createRequire(import.meta.url);
  // Only the screen: the index loads every widget, as much time again.
  const program = require('blessed/lib/program') as { _bound: boolean };
  const screenClass = require('blessed/lib/widgets/screen') as BlessedScreenClass;
  compileWhenUsed((require('blessed/lib/tput') as { readonly prototype: Tput }).prototype);
  // Keeps blessed from installing its own exit and signal handlers.
  program._bound = true;
  screenClass._bound = true;
  const output = new Collector(columns, rows);
  // Inside tmux blessed would run `tmux -V` and wait for it.
  const tmux = process.env['TMUX'];
  delete process.env['TMUX'];
  let screen: BlessedScreen;
  try {
    const input = new Collector(columns, rows);
    screen = new screenClass({ input, output, terminal: 'xterm-256color', forceUnicode: true });
  } finally {
    if (tmux !== undefined) process.env['TMUX'] = tmux;
  }
  screen.program.flush();
  screen.program.useBuffer = false;
  // Characters are chosen by the painter; blessed must not translate them.
  screen.tput.unicode = true;
  screen.tput.brokenACS = true;
  output.take();
  return { screen, output };
}

/**
 * Makes blessed compile what the terminal can do when it is first done: it would make code of all three hundred texts of
 * the entry, a third of what its screen takes to come into being, and the screen uses a dozen.
 */
function compileWhenUsed(tput: Tput): void {
  if (tput._compiles) return;
  tput._compiles = 'when used';
  const compile = tput._compile;
  tput._compile = function (info, name, text) {
    if (typeof text !== 'string' || text === '') return compile.call(this, info, name, text);
    let compiled: Ability | undefined;
    return function (this: Tput, args: readonly unknown[]) {
      compiled ??= compile.call(this, info, name, text) as Ability;
      return compiled.call(this, args);
    };
  };
}
