/** The prompt's sources in the running shell: the history file, the interpreter once there is one, the keys as they are bound. */
import type { Interpreter } from '../../command/interpreter.ts';
import type { Keymap } from '../../command/keys/keymap.ts';
import { MENU_KEYS, operationOf } from '../edit/keymap.ts';
import type { Operation } from '../edit/operations.ts';
import type { PromptSources } from './sources.ts';

export interface ShellParts {
  readonly history: { readonly lines: readonly string[] };
  readonly interpreter: () => Interpreter | null;
  readonly keymap: () => Keymap;
  readonly mode: () => 'emacs' | 'vi';
  /** Tells of a defect in the log, so that a key or a frame does not fail with it. */
  readonly contain: <T>(work: () => T) => T | undefined;
}

export function shellSources({ history, interpreter, keymap, mode, contain }: ShellParts): PromptSources {
  const ask = <T>(question: (language: Interpreter) => T): T | null => {
    const language = interpreter();
    return language ? (contain(() => question(language)) ?? null) : null;
  };
  return {
    mode,
    history: () => history.lines,
    complete: (text, cursor) => ask((language) => language.complete(text, cursor)),
    guide: (text, cursor) => ask((language) => language.guide(text, cursor)),
    highlight: (text, cursor) => ask((language) => language.highlight(text, cursor)),
    isSound: (text) => ask((language) => language.check({ text, origin: 'history' }).length === 0) ?? false,
    isOpen: (text) => ask((language) => language.isOpen(text)) ?? false,
    operation(chord): Operation | null {
      const binding = keymap().lookup(['prompt'], chord);
      return (binding ? operationOf(binding.line) : null) ?? MENU_KEYS[chord] ?? null;
    },
  };
}
