/** What the functions of the checker hand to each other. */
import type { Registry } from '../registry.ts';
import type { Scope } from './scope.ts';

export interface Checking {
  readonly scope: Scope;
  readonly registry: Registry;
}

/** Field names of rows; null when not known. */
export type Fields = readonly string[] | null;
