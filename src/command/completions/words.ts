/** What a user's own shell can complete: words of commands, flags, and choices that are written out. Pure: asks no engine. */
import { COMMON_FLAGS } from '../flags/common-flags.ts';
import { isScreenCommand } from '../define-screen.ts';
import type { FlagSpec } from '../define.ts';
import type { Registry } from '../registry.ts';
import type { ArgType } from '../types.ts';

export interface Offered {
  readonly word: string;
  readonly help: string;
}

/** What can stand behind some words. */
export interface Place {
  /** `''`, `proxies`, `proxies top` */
  readonly behind: string;
  /** Verbs, or the choices of the first argument. */
  readonly words: readonly Offered[];
  readonly flags: readonly Offered[];
  /** Choices of flags, by flag. */
  readonly values: Readonly<Record<string, readonly string[]>>;
}

/** Faces that are no commands of the language. */
const FACES: readonly Offered[] = [
  { word: 'shell', help: 'the full screen' },
  { word: 'serve', help: 'collects and checks in the background, without a screen' },
];
const OUTER_FLAGS: readonly Offered[] = [
  { word: '--state', help: 'the state file' },
  { word: '--config', help: 'the configuration file' },
  { word: '--readonly', help: 'refuse what changes the state' },
  { word: '--no-color', help: 'without colours' },
  { word: '--version', help: 'the version' },
  { word: '--help', help: 'help' },
  { word: '-c', help: 'a text of the language' },
];
const SHELL_FLAGS: readonly Offered[] = [
  { word: '--demo', help: 'a state of its own over simulated proxies' },
  { word: '--run', help: 'a file to begin with' },
  { word: '--no-rc', help: 'without the rc file' },
  { word: '-c', help: 'a text to begin with' },
];

/** Flags with a value, wherever they stand: what follows is no word of a command. */
export const VALUE_FLAGS = ['--state', '--config', '--format', '--columns', '-c', '--run'] as const;

export function completionPlaces(registry: Registry): Place[] {
  // What works on rows or on the screen cannot be a program's arguments.
  const commands = registry
    .all()
    .filter(({ definition }) => definition.input !== 'rows' && !isScreenCommand(definition));
  const nouns = new Map<string, Offered[]>();
  const firsts = new Map<string, string>(FACES.map(({ word, help }) => [word, help]));
  const places: Place[] = [];
  for (const { name, definition } of commands) {
    const [first = '', ...verb] = name.split(' ');
    if (verb.length > 0) {
      const verbs = nouns.get(first) ?? [];
      verbs.push({ word: verb[0]!, help: definition.summary });
      nouns.set(first, verbs);
    } else firsts.set(first, definition.summary);
    for (const alias of definition.aliases ?? []) firsts.set(alias, `${name}: ${definition.summary}`);
    const flags = { ...definition.flags, ...COMMON_FLAGS };
    const place = {
      words: choicesOf(definition.args?.[0]?.type).map((word) => ({ word, help: definition.args![0]!.help })),
      flags: Object.entries(flags).map(([flag, { help }]) => ({ word: `--${flag}`, help })),
      values: valuesOf(flags),
    };
    for (const behind of [name, ...(definition.aliases ?? [])]) places.push({ behind, ...place });
  }
  for (const [noun, verbs] of nouns) {
    if (!firsts.has(noun)) firsts.set(noun, verbs.map(({ word }) => word).join(' '));
    const own = places.findIndex(({ behind }) => behind === noun);
    const also = own < 0 ? { flags: [], values: {} } : places.splice(own, 1)[0]!;
    places.push({ behind: noun, words: verbs, flags: also.flags, values: also.values });
  }
  const words = Array.from(firsts, ([word, help]) => ({ word, help })).sort((a, b) => (a.word < b.word ? -1 : 1));
  return [
    { behind: '', words, flags: OUTER_FLAGS, values: {} },
    { behind: 'shell', words: [], flags: SHELL_FLAGS, values: {} },
    ...places,
  ];
}

function valuesOf(flags: Readonly<Record<string, FlagSpec>>): Record<string, readonly string[]> {
  const values: Record<string, readonly string[]> = {};
  for (const [flag, { type }] of Object.entries(flags)) {
    const choices = choicesOf(type);
    if (choices.length > 0) values[`--${flag}`] = choices;
  }
  return values;
}

/** `table|json|…`: the name of a type of choices lists them. */
function choicesOf(type: ArgType<unknown> | undefined): readonly string[] {
  const names = type?.name.replace(/,…$/, '').split('|') ?? [];
  return names.length > 1 && names.every((name) => /^[\w.-]+$/.test(name)) ? names : [];
}
