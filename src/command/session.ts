/** What lives as long as somebody types: variables, own commands, settings, the lines typed so far. One per prompt, script or client. */
import type { Format } from './interpreter.ts';
import type { Command } from './registry.ts';

const MOST_HISTORY = 5_000;

/** What `format` and `timing` set. */
export interface SessionSettings {
  /** How results are shown where neither the call nor `to` says it; null = as the face does. */
  format: Format | null;
  /** Say how long each command took. */
  timing: boolean;
}

export class Session {
  /** By name without `$`. */
  readonly variables: Map<string, unknown>;
  /** Commands defined with `def`. */
  readonly functions: Map<string, Command>;
  readonly settings: SessionSettings;
  readonly #history: string[];
  /** The session that a called command sees beside its own parameters. */
  readonly #outer: Session | null;

  /** @param outer the session around a called command or a job: everything but the variables is shared */
  constructor(outer: Session | null = null, variables: Iterable<readonly [string, unknown]> = []) {
    this.#outer = outer;
    this.variables = new Map(variables);
    this.functions = outer?.functions ?? new Map<string, Command>();
    this.settings = outer?.settings ?? { format: null, timing: false };
    this.#history = outer === null ? [] : outer.#history;
  }

  /** For a call of an own command: its parameters, behind them what was set outside of commands. What it sets, it loses. */
  call(parameters: Iterable<readonly [string, unknown]>): Session {
    const globals = this.#outer ?? this;
    return new Session(globals, [...globals.variables, ...parameters]);
  }

  /** For work beside: it begins with the variables of now and changes none of them. */
  copy(): Session {
    return new Session(this.#outer ?? this, this.variables);
  }

  /** Lines typed so far, oldest first. */
  get history(): readonly string[] {
    return this.#history;
  }

  /** Keeps a line, unless it is blank, starts with a space (the wish not to keep it) or repeats the last one. */
  remember(line: string): void {
    if (line.trim() === '' || line.startsWith(' ') || this.#history.at(-1) === line) return;
    this.#history.push(line);
    if (this.#history.length > MOST_HISTORY) this.#history.splice(0, this.#history.length - MOST_HISTORY);
  }
}
