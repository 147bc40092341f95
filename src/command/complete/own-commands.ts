/** Commands that a text defines itself, known to what is said about it while it is typed. Pure. */
import { functionsOf, parse } from '../syntax/parse.ts';
import { Vocabulary } from '../vocabulary.ts';
import type { Registry } from '../registry.ts';

const DEFINES = /\bdef\s/;

export function withOwnCommands(text: string, registry: Registry): Registry {
  if (!DEFINES.test(text)) return registry;
  const own = functionsOf(parse(text, 'prompt', registry).script);
  return own.size === 0 ? registry : new Vocabulary(registry, own);
}
