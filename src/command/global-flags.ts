/**
 * Takes the global flags out of argv; everything else stays as it is, in its order, for the command's own types
 * (yargs-parser would turn `0x1f` into 31 and `a.b` into an object). Pure.
 */
import parser from 'yargs-parser';
import { fail } from '../model/errors.ts';
import { FORMATS } from './interpreter.ts';
import { choice } from './types/choice.ts';
import { field } from './types/field.ts';
import { listOf } from './types/list-of.ts';
import type { RunOptions } from './interpreter.ts';

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
}

export interface ParsedArguments {
  readonly flags: GlobalFlags;
  /** The command and its own arguments. */
  readonly rest: readonly string[];
  /** Text of `-c`. */
  readonly script?: string;
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
const VALUES = ['state', 'config', 'format', 'columns'] as const;
/** Only in front of the command: behind it they are the command's. */
const LEADING_SWITCHES = ['version', 'reset-terminal', 'keep-going', 'echo'] as const;
const CONFIGURATION = {
  'unknown-options-as-args': true,
  'parse-numbers': false,
  'parse-positional-numbers': false,
  'dot-notation': false,
  'camel-case-expansion': false,
  'boolean-negation': false,
  'short-option-groups': false,
  'duplicate-arguments-array': false,
  'greedy-arrays': false,
  'strip-aliased': true,
  'strip-dashed': false,
} as const;

/** @throws missing-argument, bad-value */
export function parseGlobalFlags(argv: readonly string[]): ParsedArguments {
  const leading = take(argv, [...SWITCHES, ...LEADING_SWITCHES], [...VALUES, 'c'], {
    alias: { version: ['V', 'v'], help: ['h'], echo: ['x'] },
    halt: true,
  });
  const demo = leading.rest[0] === 'shell' || leading.rest.length === 0;
  const behind = take(leading.rest, demo ? [...SWITCHES, 'demo'] : SWITCHES, VALUES, { alias: {}, halt: false });
  const found: Found = { ...leading.found, ...behind.found };
  const script = text(found, 'c');
  const state = text(found, 'state');
  const config = text(found, 'config');
  return {
    flags: {
      options: optionsOf(found),
      ...(state === undefined ? {} : { state }),
      ...(config === undefined ? {} : { config }),
      noColor: found['no-color'] === true,
      plain: found['plain'] === true,
      version: found['version'] === true,
      help: found['help'] === true,
      demo: found['demo'] === true,
      resetTerminal: found['reset-terminal'] === true,
    },
    rest: behind.rest,
    ...(script === undefined ? {} : { script }),
  };
}

type Found = Readonly<Record<string, unknown>>;

interface Taken {
  readonly found: Found;
  readonly rest: readonly string[];
}

function take(
  argv: readonly string[],
  switches: readonly string[],
  values: readonly string[],
  how: { readonly alias: Readonly<Record<string, string[]>>; readonly halt: boolean },
): Taken {
  const {
    _: rest,
    '--': behind,
    ...found
  } = parser([...argv], {
    boolean: [...switches],
    string: [...values],
    alias: { ...how.alias },
    // Halted, the parser would call everything behind the halt `--`.
    configuration: { ...CONFIGURATION, 'halt-at-non-option': how.halt, 'populate--': !how.halt },
  });
  return { found, rest: [...rest.map(String), ...(behind ? ['--', ...behind.map(String)] : [])] };
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
