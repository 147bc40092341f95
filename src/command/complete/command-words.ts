/** Candidates for the words of a command's name, with its summary as help. */
import type { Registry } from '../registry.ts';
import type { Completion } from '../types.ts';

export const KEYWORDS: readonly Completion[] = [
  { value: 'let', help: 'set a variable' },
  { value: 'if', help: 'run a block when a condition holds' },
  { value: 'for', help: 'run a block for every item' },
  { value: 'while', help: 'run a block as long as a condition holds' },
  { value: 'repeat', help: 'run a block some times' },
  { value: 'try', help: 'run a block and go on when it fails' },
  { value: 'timeout', help: 'run a block with a time limit' },
  { value: 'def', help: 'define a command of your own' },
];

/** The words that can go on a name. @param piped only commands that take rows can stand here */
export function commandWords(registry: Registry, before: readonly string[], piped: boolean): Completion[] {
  const found = new Map<string, string>();
  if (before.length > 0) {
    const noun = before.join(' ');
    for (const name of registry.names()) {
      if (!name.startsWith(`${noun} `)) continue;
      const [word = '', ...rest] = name.slice(noun.length + 1).split(' ');
      const known = found.get(word);
      if (rest.length === 0) found.set(word, registry.get(name)!.definition.summary);
      else found.set(word, known === undefined ? rest.join(' ') : `${known} ${rest.join(' ')}`);
    }
    return listed(found);
  }
  for (const { name, definition } of registry.all()) {
    if ((definition.input === 'rows') !== piped) continue;
    const [first = '', ...verbs] = name.split(' ');
    found.set(first, verbs.length === 0 ? definition.summary : registry.verbs(first).join(' '));
    for (const alias of definition.aliases ?? [])
      if (!found.has(alias)) found.set(alias, `${name}: ${definition.summary}`);
  }
  if (!piped) for (const [alias, line] of registry.expansions()) found.set(alias, `stands for ${line}`);
  return listed(found);
}

/** Whole names of two and more words, for those who type some letters of both: `prxtp`. */
export function wholeNames(registry: Registry, piped: boolean): Completion[] {
  return registry
    .all()
    .filter(({ name, definition }) => name.includes(' ') && (definition.input === 'rows') === piped)
    .map(({ name, definition }) => ({ value: name, help: definition.summary }));
}

function listed(found: ReadonlyMap<string, string>): Completion[] {
  return Array.from(found, ([value, help]) => ({ value, help })).sort((a, b) => (a.value < b.value ? -1 : 1));
}
