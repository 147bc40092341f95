/** Flags that every command takes on a prompt and in scripts: how its result is shown, and whether it may ask. */
import { choice } from '../types/choice.ts';
import { field } from '../types/field.ts';
import { listOf } from '../types/list-of.ts';
import { FORMATS } from '../interpreter.ts';
import type { FlagSpec } from '../define.ts';
import type { RunOptions } from '../interpreter.ts';

export const COMMON_FLAGS: Readonly<Record<string, FlagSpec>> = {
  format: { type: choice(...FORMATS), help: 'how to print the result' },
  json: { help: 'the result as one JSON document' },
  csv: { help: 'rows as CSV' },
  columns: { type: listOf(field), help: 'fields to show, in this order' },
  quiet: { help: 'no notes and no progress' },
  yes: { help: 'do not ask before destroying something' },
  'dry-run': { help: 'say what would change, change nothing' },
  'allow-private': { help: 'take addresses of private and loopback networks' },
};

/** The options that the flags of a call stand for. */
export function optionsOfFlags(flags: Readonly<Record<string, unknown>>): RunOptions {
  const format = flags['json'] ? 'json' : flags['csv'] ? 'csv' : (flags['format'] as RunOptions['format']);
  const columns = flags['columns'] as readonly string[] | undefined;
  return {
    ...(format ? { format } : {}),
    ...(columns ? { columns } : {}),
    ...(flags['quiet'] ? { quiet: true } : {}),
    ...(flags['yes'] ? { yes: true } : {}),
    ...(flags['dry-run'] ? { dryRun: true } : {}),
    ...(flags['allow-private'] ? { allowPrivate: true } : {}),
  };
}
