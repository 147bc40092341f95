/**
 * Takes the global flags out of argv; everything else stays as it is, in its order, for the command's own types
 * (yargs-parser would turn `0x1f` into 31 and `a.b` into an object). Pure.
 */
import { createRequire } from 'node:module';
import { fail } from '../../model/errors.ts';
import { FORMATS } from '../interpreter.ts';
import { choice } from '../types/choice.ts';
import { field } from '../types/field.ts';
import { listOf } from '../types/list-of.ts';
import type { RunOptions } from '../interpreter.ts';

export interface GlobalFlags {
  readonly options: RunOptions;
  readonly state?: string;
  readonly config?: string;
  readonly noColor: boolean;
  readonly plain: boolean;
  readonly version: boolean;
  readonly help: boolean;
  /** `shell --demo` */
  readonly demo: boolean;
  readonly resetTerminal: boolean;
  /** `shell --record FILE`: films the screen. */
  readonly record?: string;
  /** The shell begins without the rc file. */
  readonly noRc: boolean;
}

export interface ParsedArguments {
  readonly flags: GlobalFlags;
  /** The command and its own arguments. */
  readonly rest: readonly string[];
  /** Text of `-c`; behind `shell` the shell runs it first and stays. */
  readonly script?: string;
  /** File of `shell --run`. */
  readonly file?: string;
}

const SWITCHES = [
  'json',
  'csv',
  'quiet',
  'no-color',
  'plain',
  'yes',
  'dry-run',
  'readonly',
  'allow-private',
  'debug',
  'help',
] as const;
const VALUES = ['state', 'config', 'columns'] as const;
/** Only in front of the command: behind it they are the command's, which may have one of its own by the name. */
const LEADING_VALUES = ['format'] as const;
const LEADING_SWITCHES = ['version', 'reset-terminal', 'keep-going', 'echo', 'check', 'no-rc'] as const;
/** Only behind `shell`. */
const SHELL_SWITCHES = ['demo', 'no-rc'] as const;
const SHELL_VALUES = ['c', 'run', 'record'] as const;
const SHORT: Readonly<Record<string, string>> = {
  '-V': '--version',
  '-v': '--version',
  '-h': '--help',
  '-x': '--echo',
  '-c': '--c',
};
const CONFIGURATION = {
  'parse-numbers': false,
  'dot-notation': false,
  'camel-case-expansion': false,
  'boolean-negation': false,
  'duplicate-arguments-array': false,
} as const;

/** @throws missing-argument, bad-value */
export function parseGlobalFlags(argv: readonly string[]): ParsedArguments {
  const leading = pick(argv, [...SWITCHES, ...LEADING_SWITCHES], [...VALUES, ...LEADING_VALUES, 'c'], SHORT, true);
  const shell = leading.rest[0] === 'shell';
  const behind = shell
    ? pick(
        leading.rest,
        [...SWITCHES, ...SHELL_SWITCHES],
        [...VALUES, ...LEADING_VALUES, ...SHELL_VALUES],
        { '-c': '--c' },
        false,
      )
    : pick(leading.rest, SWITCHES, VALUES, {}, false);
  const found = read([...leading.picked, ...behind.picked]);
  const script = text(found, 'c');
  const file = text(found, 'run');
  const state = text(found, 'state');
  const config = text(found, 'config');
  const record = text(found, 'record');
  return {
    flags: {
      options: optionsOf(found),
      ...(state === undefined ? {} : { state }),
      ...(config === undefined ? {} : { config }),
      ...(record === undefined ? {} : { record }),
      noColor: found['no-color'] === true,
      plain: found['plain'] === true,
      version: found['version'] === true,
      help: found['help'] === true,
      demo: found['demo'] === true,
      resetTerminal: found['reset-terminal'] === true,
      noRc: found['no-rc'] === true,
    },
    rest: behind.rest,
    ...(script === undefined ? {} : { script }),
    ...(file === undefined ? {} : { file }),
  };
}

type Found = Readonly<Record<string, unknown>>;

/** Most lines have no global flag: nothing is loaded for those. */
function read(picked: readonly string[]): Found {
  if (picked.length === 0) return {};
  const parser = createRequire(import.meta.url)('yargs-parser') as typeof import('yargs-parser');
  return parser([...picked], {
    boolean: [...SWITCHES, ...LEADING_SWITCHES, ...SHELL_SWITCHES],
    string: [...VALUES, ...LEADING_VALUES, ...SHELL_VALUES],
    configuration: CONFIGURATION,
  });
}

/**
 * Separates the global flags, with their values, from everything else: only they are yargs-parser's to read, which
 * would drop a `-1` or a `--no-such` among words it does not know.
 * @param leading stop at the first word that is none
 */
function pick(
  argv: readonly string[],
  switches: readonly string[],
  values: readonly string[],
  short: Readonly<Record<string, string>>,
  leading: boolean,
): { picked: string[]; rest: string[] } {
  const picked: string[] = [];
  const rest: string[] = [];
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index]!;
    const flag = short[word] ?? word;
    const name = /^--([a-z-]+)(?:=|$)/.exec(flag)?.[1] ?? '';
    if (switches.includes(name) && !flag.includes('=')) picked.push(flag);
    else if (values.includes(name)) {
      const value = flag.includes('=') ? undefined : argv[index + 1];
      const given = value !== undefined && !value.startsWith('--');
      // Joined by `=`, a value that begins with a dash cannot be taken for a flag.
      picked.push(given ? `${flag}=${value}` : flag);
      if (given) index++;
    } else if (leading || word === '--') return { picked, rest: [...rest, ...argv.slice(index)] };
    else rest.push(word);
  }
  return { picked, rest };
}

function optionsOf(found: Found): RunOptions {
  const format = found['json'] === true ? 'json' : found['csv'] === true ? 'csv' : text(found, 'format');
  const columns = text(found, 'columns');
  return {
    ...(format === undefined ? {} : { format: choice(...FORMATS).parse(format) }),
    ...(columns === undefined ? {} : { columns: listOf(field).parse(columns) }),
    ...on(found, 'quiet', 'quiet'),
    ...on(found, 'yes', 'yes'),
    ...on(found, 'dry-run', 'dryRun'),
    ...on(found, 'readonly', 'readonly'),
    ...on(found, 'allow-private', 'allowPrivate'),
    ...on(found, 'debug', 'debug'),
    ...on(found, 'keep-going', 'keepGoing'),
    ...on(found, 'echo', 'echo'),
    ...on(found, 'check', 'checkOnly'),
  };
}

function on(found: Found, flag: string, option: keyof RunOptions): RunOptions {
  return found[flag] === true ? { [option]: true } : {};
}

function text(found: Found, flag: string): string | undefined {
  const value = found[flag];
  if (value === undefined) return undefined;
  if (typeof value !== 'string' || value === '')
    throw fail('missing-argument', `${flag.length === 1 ? '-' : '--'}${flag} needs a value`);
  return value;
}
