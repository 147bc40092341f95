/** The port through which a command reaches the face it was typed in; one-shot runs have none. */
import type { Screen } from './screen.ts';

export interface Face {
  /** Ends the shell after the running command. */
  quit(): void;
  /** Empties the output panel. */
  clear(): void;
  /** Ids of the proxies the person points at: `@focus`, `@shown`, `@marked`. Absent: the face has no table. */
  selected?(which: 'focus' | 'shown' | 'marked'): readonly number[];
  /** The full screen, where there is one. */
  readonly screen?: Screen;
}
