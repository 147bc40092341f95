/** A key as a command line in a context: what the shell runs, the help shows and the file of keys changes. Data only. */
export interface Binding {
  /**
   * Where it holds: `general` (everywhere), `prompt` (a line is edited), `empty` (the prompt with nothing typed),
   * `panel` (any panel has the keys), a kind of panel (`table`, `text`, `chart`) or one panel by its name.
   */
  readonly context: string;
  /** As the decoder names it: `C-p`, `M-.`, `S-tab`, `f1`, `x`, `C-x C-e`. */
  readonly chord: string;
  /** A command line. `$row` is the row under the cursor. */
  readonly line: string;
  /** A word or two for the key bar; absent: the key is listed in the help only. */
  readonly short?: string;
  /** Where it comes from: the product, or the person's file. */
  readonly origin: 'default' | 'file';
}

/** A key that was pressed and what it ran: the answer to "what did that key do?". */
export interface Pressed {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly binding: Binding;
}
