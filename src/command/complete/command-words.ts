/** Candidates for the words of a command's name, with its summary as help. */
import type { Registry } from '../registry.ts';
import type { Completion } from '../types.ts';

const KEYWORDS: readonly Completion[] = [
  { value: 'let', help: 'set a variable' },
  { value: 'if', help: 'run a block when a condition holds' },
  { value: 'for', help: 'run a block for every item' },
  { value: 'try', help: 'run a block and go on when it fails' },
  { value: 'timeout', help: 'run a block with a time limit' },
];

/** @param before whole words in front; @param piped only commands that take rows can stand here */
export function commandWords(
  registry: Registry,
  before: readonly string[],
  prefix: string,
  piped: boolean,
): Completion[] {
  if (before.length > 0) {
    const noun = before.join(' ');
    return registry
      .names()
      .filter((name) => name.startsWith(`${noun} ${prefix}`))
      .map((name) => ({
        value: name.slice(noun.length + 1).split(' ')[0]!,
        help: registry.get(name)!.definition.summary,
      }));
  }
  const found = new Map<string, string>();
  for (const { name, definition } of registry.all()) {
    if (piped && definition.input !== 'rows') continue;
    if (!piped && definition.input === 'rows') continue;
    const [first = '', ...verbs] = name.split(' ');
    found.set(first, verbs.length === 0 ? definition.summary : registry.verbs(first).join(' '));
    for (const alias of definition.aliases ?? [])
      if (!found.has(alias)) found.set(alias, `${name}: ${definition.summary}`);
  }
  const keywords = piped || prefix === '' ? [] : KEYWORDS;
  return [...Array.from(found, ([value, help]) => ({ value, help })), ...keywords]
    .filter(({ value }) => value.startsWith(prefix))
    .sort((a, b) => (a.value < b.value ? -1 : 1));
}
