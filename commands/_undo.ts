/** The note behind commands that take something away: how it comes back. */
import type { CommandContext } from '../src/command/define.ts';

/** Not for a command of its own: what it did cannot be undone any more when it has ended. */
export function hintUndo({ engine, note }: CommandContext, what: 'it' | 'them'): void {
  if (engine.view.status().mode !== 'once') note(`\`undo\` brings ${what} back`);
}
