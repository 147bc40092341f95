/** The part of the manual about commands: a chapter for each noun with its verbs, and those that stand alone. From the registry alone. */
import { describe } from '../../command/help/describe.ts';
import type { Command, Registry } from '../../command/registry.ts';
import { toRefbotError } from '../../model/errors.ts';
import type { Chapter } from './chapter.ts';
import { code, type Entry, head, line, pair, section, text } from './entry.ts';

const ALONE = 'commands alone';

export function commandChapters(registry: Registry): Chapter[] {
  const names = registry.names();
  const nouns = [...new Set(names.filter((name) => name.includes(' ')).map((name) => name.split(' ', 1)[0]!))];
  const groups: (readonly [string, readonly string[]])[] = [
    [ALONE, names.filter((name) => !nouns.includes(name.split(' ', 1)[0]!))],
    ...nouns.map((noun) => [noun, names.filter((name) => name === noun || name.startsWith(`${noun} `))] as const),
  ];
  return groups.flatMap(([title, members]) => [
    {
      title,
      isInner: false,
      types: title === ALONE ? null : `${title} `,
      page: () => listPage(registry, title, members),
    },
    ...members.map((name) => ({
      title: name.startsWith(`${title} `) ? name.slice(title.length + 1) : name,
      isInner: true,
      types: `${name} `,
      page: () => sound(() => commandPage(registry.get(name)!)),
    })),
  ]);
}

function listPage(registry: Registry, title: string, names: readonly string[]): Entry[] {
  return [
    head(title),
    ...names.flatMap((name) => sound(() => [pair(name, registry.get(name)!.definition.summary, `${name} `)])),
  ];
}

/** A file that is no command is told where its page would be. */
function sound(make: () => Entry[]): Entry[] {
  try {
    return make();
  } catch (error) {
    return [text(toRefbotError(error).message)];
  }
}

function commandPage(command: Command): Entry[] {
  const help = describe(command);
  const withDefault = (words: string, value: string | null): string =>
    value === null ? words : `${words} (default ${value})`;
  return [
    head(help.command),
    text(help.summary),
    ...(help.description === null ? [] : section('more', [text(help.description)])),
    ...section('usage', [code(help.usage)]),
    ...section('examples', help.examples.map(line)),
    ...section('short', help.aliases.length === 0 ? [] : [text(help.aliases.join(', '))]),
    ...section(
      'arguments',
      help.arguments.map((arg) => pair(arg.usage, withDefault(arg.help, arg.default))),
    ),
    ...section(
      'flags',
      help.flags.map((flag) =>
        pair(flag.short === null ? flag.usage : `-${flag.short}, ${flag.usage}`, withDefault(flag.help, flag.default)),
      ),
    ),
    ...section('fields', help.fields.length === 0 ? [] : [text(help.fields.join(', '))]),
  ];
}
