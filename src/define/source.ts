/** The contract of a proxy list that RefBot can fetch: where it is and what it claims to hold. */
import type { Protocol } from '../model/proxy.ts';

export interface SourceDefinition {
  /** Short and stable: it is stored with every proxy the source named. */
  readonly name: string;
  readonly url: string;
  /** What bare lines of this list are; empty = the list does not say. */
  readonly protocols: readonly Protocol[];
}

export function defineSource(definition: SourceDefinition): SourceDefinition {
  return definition;
}
