/** What a configuration key declares about itself; loading, `config` commands and the reference page all read this. */
import type { ValueType } from './value-types.ts';

export interface KeyDeclaration<T = unknown> {
  readonly type: ValueType<T>;
  readonly default: T;
  /** Environment variable; absent = `REFBOT_` and the path in capitals with `_` for dots. */
  readonly env?: string;
  /** One sentence, no full stop. */
  readonly help: string;
  /** What more or less of it costs; one sentence, no full stop. */
  readonly cost: string;
  /** Shown masked, never in exports. */
  readonly secret?: true;
  /** Takes effect at the next start only. */
  readonly restart?: true;
}

/** Declares one key; the identity function with a type. */
export function key<T>(declaration: KeyDeclaration<T>): KeyDeclaration<T> {
  return declaration;
}
