/** What the functions of the checker hand to each other. */
import type { Registry } from '../registry.ts';
import type { Script } from '../syntax/ast.ts';
import type { Place } from '../syntax/place.ts';
import type { Scope } from './scope.ts';

export interface Checking {
  readonly scope: Scope;
  readonly registry: Registry;
  /** Files that the text sources, by {@link sourceKey}. */
  readonly sources?: ReadonlyMap<string, Script>;
}

/** Names a sourced file: the same words mean another one in another place. */
export function sourceKey(from: Place, path: string): string {
  return `${from.file ?? ''}\0${path}`;
}

/** Field names of rows; null when not known. */
export type Fields = readonly string[] | null;
