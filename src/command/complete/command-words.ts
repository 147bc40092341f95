/** Candidates for the words of a command's name, with its summary as help. */
import type { Registry } from '../registry.ts';
import type { Completion } from '../types.ts';

/** What begins a statement beside commands, and what follows it. */
export const KEYWORDS: readonly (Completion & { readonly help: string; readonly form: string })[] = [
  { value: 'let', help: 'set a variable', form: '<name> = <value>' },
  { value: 'if', help: 'run a block when a condition holds', form: '<condition> { … } [else { … }]' },
  { value: 'for', help: 'run a block for every item', form: '<name> in <items> { … }' },
  { value: 'while', help: 'run a block as long as a condition holds', form: '<condition> { … }' },
  { value: 'repeat', help: 'run a block some times', form: '<times> [every <duration>] { … }' },
  { value: 'try', help: 'run a block and go on when it fails', form: '{ … } [catch [name] { … }]' },
  { value: 'timeout', help: 'run a block with a time limit', form: '<duration> { … }' },
  { value: 'def', help: 'define a command of your own', form: '<name> [parameter: type = value…] { … }' },
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
  for (const [alias, line] of registry.expansions()) {
    const takesRows = registry.resolve([alias])?.command.definition.input === 'rows';
    if (takesRows === piped) found.set(alias, `stands for ${line}`);
  }
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
