/** What lives as long as somebody types: variables and the lines typed so far. One per prompt, script or client. */

const MOST_HISTORY = 5_000;

export class Session {
  /** By name without `$`. */
  readonly variables = new Map<string, unknown>();
  readonly #history: string[] = [];

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
