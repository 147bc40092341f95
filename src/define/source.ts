/** The contract of a proxy list that RefBot can fetch: where it is and what it claims to hold. */
import { isProtocol, type Protocol } from '../model/proxy.ts';

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

/** Whether a value that a module gave is a source; the contract test says more about good ones. */
export function isSourceDefinition(value: unknown): value is SourceDefinition {
  if (typeof value !== 'object' || value === null) return false;
  const { name, url, protocols } = value as Partial<Record<keyof SourceDefinition, unknown>>;
  return (
    typeof name === 'string' &&
    /^[a-z0-9][a-z0-9._-]{0,39}$/.test(name) &&
    typeof url === 'string' &&
    URL.canParse(url) &&
    Array.isArray(protocols) &&
    protocols.every((protocol) => typeof protocol === 'string' && isProtocol(protocol))
  );
}
