/** What the prompt asks of the rest of the shell: history, the command language, the keys. */
import type { CompletionResult, Guide, Highlighted } from '../../command/interpreter.ts';
import type { Operation } from '../edit/operations.ts';

export interface PromptSources {
  /** Oldest first. Another array when a line was added. */
  history(): readonly string[];
  /** Null while the command language is not there yet. */
  complete(text: string, cursor: number): CompletionResult | null;
  guide?(text: string, cursor: number): Guide | null;
  highlight?(text: string, cursor: number): Highlighted | null;
  /** True when nothing is wrong with the line: only such lines are suggested. */
  isSound?(line: string): boolean;
  /** True when a bracket or block is open at the end: Enter goes on instead of running it. */
  isOpen?(text: string): boolean;
  /** What a chord is bound to; null = nothing; undefined = what it is by default. */
  operation?(chord: string): Operation | null | undefined;
  /** Whose keys edit the line; emacs when absent. */
  mode?(): 'emacs' | 'vi';
}
