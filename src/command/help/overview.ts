/** What `help` alone says: how RefBot is called and which commands there are, on one screen. Pure. */
import { COMMON_FLAGS } from '../flags/common-flags.ts';
import { indented } from './indented.ts';
import { padToWidth } from '../../lib/width.ts';
import { paint } from '../render/colour.ts';
import { usageOfFlag } from './usage.ts';
import type { Row } from '../define.ts';
import type { Io } from '../io.ts';
import type { Registry } from '../registry.ts';

export interface Overview extends Row {
  readonly commands: readonly {
    readonly command: string;
    readonly summary: string;
    readonly short: string | null;
    /** It works on the rows that come through a pipe. */
    readonly filter: boolean;
  }[];
}

const CALLS = [
  ['refbot shell [--demo]', 'the full screen; --demo brings simulated proxies along'],
  ['refbot COMMAND …', 'one command'],
  ["refbot -c 'LINE'", 'a line of the language: pipes, >, several commands; quoted for your shell'],
  ['refbot run FILE', 'a script'],
  ['refbot serve', 'collects and checks in the background, without a screen'],
] as const;

const MORE = [
  ['help proxies', 'the verbs of a noun'],
  ['help proxies top', 'one command, with examples'],
  ['help syntax', 'the language on one screen'],
  ['help errors, help reasons', 'error codes and exit statuses; why checks fail'],
] as const;

/** A blank that no line is folded at. */
const HELD = '\u00a0';

/** Flags that are read before there is a command. */
const OUTER_FLAGS = ['--state FILE', '--config FILE', '--readonly', '--no-color', '--plain', '--debug', '--version'];

export function overview(registry: Registry): Overview {
  return {
    commands: registry.all().map(({ name, definition }) => ({
      command: name,
      summary: definition.summary,
      short: definition.aliases?.join(' ') ?? null,
      filter: definition.input === 'rows',
    })),
  };
}

export function overviewPage({ commands }: Overview, output: Io['output']): string {
  const words = commands.map(({ command, filter }) => ({ words: command.split(' '), filter }));
  const alone = new Set(words.filter((entry) => entry.words.length === 1).map((entry) => entry.words[0]!));
  // A filter of two words stands with the filters, unless its first word is one already and has several kinds.
  const isNoun = (entry: (typeof words)[number]): boolean =>
    entry.words.length > 1 && (!entry.filter || alone.has(entry.words[0]!));
  const nouns = [...new Set(words.filter(isNoun).map((entry) => entry.words[0]!))];
  const groups: (readonly [string, string])[] = nouns.map((noun) => [
    noun,
    words
      .filter(({ words: [first, verb] }) => first === noun && verb !== undefined)
      .map(({ words }) => words.slice(1).join(' '))
      .join('  '),
  ]);
  const single = (filter: boolean): string =>
    words
      .filter((entry) => entry.filter === filter && !isNoun(entry))
      .map((entry) => together(entry.words.join(' ')))
      .join('  ');
  const short = commands
    .filter((entry) => entry.short !== null)
    .map((entry) => `${entry.short} = ${entry.command}`)
    .map(together)
    .join('  ');
  const flags = [...OUTER_FLAGS, ...Object.entries(COMMON_FLAGS).map(([name, spec]) => usageOfFlag(name, spec))]
    .map(together)
    .join('  ');
  const head = (text: string): string => `${paint(text, 'bold', output.color)}\n`;
  return [
    head('calling it'),
    pairs(CALLS, output),
    `\n${head('commands')}`,
    pairs([...groups, ['alone', single(false)], ['filters', single(true)], ['short', short]], output),
    `\n${head('flags of every command')}`,
    `${indented(flags, output.columns, '  ')}\n`,
    `\n${head('more')}`,
    pairs(MORE, output),
  ]
    .join('')
    .replaceAll(HELD, ' ');
}

/** Words that stay on one line. */
function together(words: string): string {
  return words.replaceAll(' ', HELD);
}

function pairs(rows: readonly (readonly [string, string])[], output: Io['output']): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  const indent = ' '.repeat(width + 4);
  return rows
    .map(([left, right]) => {
      const text = indented(right, output.columns, indent).slice(indent.length);
      return `  ${paint(padToWidth(left, width), 'cyan', output.color)}  ${text}\n`;
    })
    .join('');
}
