/** What a second RefBot asks the holder of the state to run, and the check of it: it comes from another process. */
import { isAbsolute } from 'node:path';
import type { Io } from '../command/io.ts';
import { FORMATS, type RunOptions, type Source } from '../command/interpreter.ts';
import { fail } from '../model/errors.ts';

export interface LocalRequest {
  /** One command as tokens (after the global flags), or the text of a script. */
  readonly run: { readonly argv: readonly string[] } | Source;
  readonly options: RunOptions;
  /** Absolute folder of the client. */
  readonly cwd: string;
  readonly output: Io['output'];
}

const SWITCHES = [
  'quiet',
  'yes',
  'dryRun',
  'readonly',
  'allowPrivate',
  'debug',
  'keepGoing',
  'echo',
] as const satisfies readonly (keyof RunOptions)[];

/**
 * Reads a request that came over the socket.
 * @throws bad-request when it has another shape · unsafe-remote-flag when it wants less safety than the holder has
 */
export function readRequest(value: unknown): LocalRequest {
  const { run, options, cwd, output } = object(value, 'the request');
  const request: LocalRequest = {
    run: readRun(run),
    options: readOptions(options),
    cwd: readFolder(cwd),
    output: readOutput(output),
  };
  if (request.options.allowPrivate === true) {
    throw fail('unsafe-remote-flag', '--allow-private does not reach a RefBot that is running already', {
      hint: 'end the other RefBot first, or set it there: config set network.allow_private true',
    });
  }
  return request;
}

function readRun(value: unknown): LocalRequest['run'] {
  const run = object(value, 'run');
  if ('argv' in run) return { argv: texts(run.argv, 'argv') };
  if (typeof run.text !== 'string' || typeof run.origin !== 'string')
    throw wrong('run has neither argv nor text and origin');
  return { text: run.text, origin: run.origin, ...(run.args === undefined ? {} : { args: texts(run.args, 'args') }) };
}

function readOptions(value: unknown): RunOptions {
  const found = object(value, 'options');
  const options: { -readonly [K in keyof RunOptions]: RunOptions[K] } = {};
  for (const name of SWITCHES) {
    const given = found[name];
    if (given === undefined) continue;
    if (typeof given !== 'boolean') throw wrong(`options.${name} is not true or false`);
    options[name] = given;
  }
  if (found.format !== undefined) {
    const format = FORMATS.find((name) => name === found.format);
    if (format === undefined) throw wrong('options.format is not known');
    options.format = format;
  }
  if (found.columns !== undefined) options.columns = texts(found.columns, 'options.columns');
  return options;
}

function readOutput(value: unknown): Io['output'] {
  const { tty, columns, color, utf8 } = object(value, 'output');
  if (typeof tty !== 'boolean' || typeof color !== 'boolean' || typeof utf8 !== 'boolean')
    throw wrong('output is incomplete');
  if (typeof columns !== 'number' || !Number.isInteger(columns) || columns < 1 || columns > 10_000)
    throw wrong('output.columns is no width');
  return { tty, columns, color, utf8 };
}

function readFolder(value: unknown): string {
  if (typeof value !== 'string' || !isAbsolute(value)) throw wrong('cwd is no absolute path');
  return value;
}

function texts(value: unknown, name: string): readonly string[] {
  if (!Array.isArray(value) || !value.every((entry) => typeof entry === 'string'))
    throw wrong(`${name} is no list of texts`);
  return value;
}

function object(value: unknown, name: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong(`${name} is no object`);
  return value as Readonly<Record<string, unknown>>;
}

function wrong(message: string): Error {
  return fail('bad-request', message, { hint: 'both programs should be the same version of RefBot' });
}
