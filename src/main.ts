/**
 * The composition root: takes the command line apart and starts one face on one engine. Loads only what that face
 * needs, because a one-shot command and the first frame of the shell must not wait for each other's modules.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseGlobalFlags, type ParsedArguments } from './command/flags/global-flags.ts';
import { renderJsonErrors } from './command/render/json.ts';
import { resolvePaths, type Paths } from './core/paths.ts';
import type { EngineOptions } from './engine.ts';
import { DEMO_FILE, DEMO_SHELL_LINES } from './main/demo-lines.ts';
import { startLines } from './main/start-lines.ts';
import { safeLines } from './lib/safe-text.ts';
import { EXIT, RefbotError, toRefbotError } from './model/errors.ts';
import { isDumb, shellRefusal } from './shell/terminal/abilities.ts';

/** Runs RefBot and leaves its exit status in `process.exitCode`. */
export async function main(argv: readonly string[]): Promise<void> {
  try {
    process.exitCode = await run(argv);
  } catch (error) {
    process.exitCode = report(toRefbotError(error), wantsJson(argv));
  }
  // All of ours is closed by now. What a library may have left open must not keep the process.
  setTimeout(() => process.exit(), 1000).unref();
}

async function run(argv: readonly string[]): Promise<number> {
  const parsed = parseGlobalFlags(argv);
  const { flags, rest, script } = parsed;
  // Commands that run without an engine find the files where the environment says.
  if (flags.state !== undefined) process.env['REFBOT_STATE'] = resolve(flags.state);
  if (flags.config !== undefined) process.env['REFBOT_CONFIG'] = namedConfig(flags.config, rest[0]);
  if (flags.version) return print(readVersion());
  if (flags.resetTerminal) {
    (await import('./shell/terminal/modes.ts')).resetTerminal();
    return EXIT.ok;
  }
  if (script !== undefined && rest[0] !== 'shell') return oneShot(parsed, { text: script, origin: '-c', args: rest });
  if (flags.help) return oneShot(parsed, { argv: ['help', ...rest] });
  const word = rest[0] ?? (await defaultWord(parsed));
  if (word === 'shell') return shell(parsed);
  if (word === 'serve') {
    if (rest.length > 1)
      throw usage(`serve takes no argument, not ${rest[1]}`, '`refbot serve`; `help serve` says more');
    const engine = await readEarly(engineOptions(parsed, 'serve'));
    return (await import('./main/serve.ts')).runServe(engine);
  }
  return oneShot(parsed, { argv: rest.length > 0 ? rest : [word] });
}

/** What `refbot` alone starts: `mode` of the configuration. */
async function defaultWord(parsed: ParsedArguments): Promise<string> {
  if (parsed.flags.demo) return 'shell';
  const { loadConfig } = await import('./core/config/config.ts');
  const mode = loadConfig({ file: pathsOf(parsed).config, env: process.env }).get('mode');
  return mode === 'once' ? 'help' : mode;
}

async function oneShot(
  { flags }: ParsedArguments,
  command: Parameters<typeof import('./main/one-shot.ts').runOneShot>[0]['run'],
  engine: EngineOptions = engineOptions({ flags, rest: [] }, 'once'),
): Promise<number> {
  const { runOneShot } = await import('./main/one-shot.ts');
  return runOneShot({ flags, run: command, engine });
}

async function shell(parsed: ParsedArguments): Promise<number> {
  const { flags, rest, script, file } = parsed;
  if (rest.length > 1 && file === undefined)
    throw usage(`shell takes no argument, not ${rest[1]}`, '`refbot shell`, `refbot shell --run FILE ARGS`');
  const refusal = shellRefusal(process.stdin, process.stdout);
  const isPlain = flags.plain || isDumb(process.env);
  if (refusal === null) {
    if (flags.record !== undefined && isPlain)
      throw usage('there is no screen to record', '`refbot shell --record FILE`');
    const engine = await readEarly(engineOptions(parsed, 'shell'));
    const lines = startLines({
      config: engine.paths.config,
      noRc: flags.noRc,
      args: rest.slice(1),
      demo: flags.demo ? DEMO_SHELL_LINES : [],
      ...(script === undefined ? {} : { text: script }),
      ...(file === undefined ? {} : { file }),
    });
    const start = { engine, lines, runOptions: flags.options };
    if (isPlain) return (await import('./main/plain.ts')).runPlain(start);
    const { runFullScreen } = await import('./main/full-screen.ts');
    return runFullScreen({ ...start, ...(flags.record === undefined ? {} : { record: flags.record }) });
  }
  if (flags.demo) {
    // Somebody looks at a log, not at data for a program.
    const readable = { ...flags, options: { format: 'table' as const, ...flags.options } };
    return oneShot({ ...parsed, flags: readable }, { text: DEMO_FILE, origin: 'demo' }, engineOptions(parsed, 'once'));
  }
  throw new RefbotError('not-a-terminal', refusal, {
    hint: 'run single commands, like `refbot proxies top 10`, or a file with `refbot run FILE`',
  });
}

async function readEarly(options: EngineOptions): Promise<EngineOptions> {
  return (await import('./main/read-early.ts')).readEarly(options);
}

function engineOptions(parsed: ParsedArguments, mode: EngineOptions['mode']): EngineOptions {
  const { flags } = parsed;
  return {
    paths: pathsOf(parsed),
    env: process.env,
    flags: {
      // The demo shows everything on this machine: nothing of it may leave it, whatever is configured.
      ...(flags.demo ? { 'network.only': 'loopback' } : {}),
      ...(flags.options.allowPrivate ? { 'network.allow_private': true } : {}),
    },
    mode,
  };
}

/** The demo has a state of its own: simulated proxies do not belong among real ones. */
function pathsOf({ flags }: Pick<ParsedArguments, 'flags'>): Paths {
  const given = { env: process.env, cwd: process.cwd() };
  const paths = resolvePaths(given);
  if (!flags.demo || flags.state !== undefined) return paths;
  return resolvePaths({ ...given, state: join(dirname(paths.state), 'demo.json') });
}

/**
 * A configuration that was named has to be there: a slip in the name would quietly leave everything at its default.
 * `config set` makes it.
 */
function namedConfig(name: string, word: string | undefined): string {
  const file = resolve(name);
  if (existsSync(file) || word === 'config' || word === 'doctor') return file;
  throw new RefbotError('no-such-file', `${name} does not exist`, {
    hint: `\`refbot --config ${name} config set KEY VALUE\` makes it`,
  });
}

function readVersion(): string {
  const root = new URL(import.meta.url.endsWith('.ts') ? '../' : '../../', import.meta.url);
  return (JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as { version: string }).version;
}

function print(text: string): number {
  process.stdout.write(`${text}\n`);
  return EXIT.ok;
}

function usage(message: string, hint: string): RefbotError {
  return new RefbotError('extra-argument', message, { hint });
}

function wantsJson(argv: readonly string[]): boolean {
  return argv.some(
    (word, index) =>
      /^--(?:json|format=jsonl?)$/.test(word) || (word === '--format' && /^jsonl?$/.test(argv[index + 1] ?? '')),
  );
}

/** For errors before there is a face that could show them. */
function report(error: RefbotError, json: boolean): number {
  const { kind, message, details } = error;
  if (json) {
    process.stdout.write(renderJsonErrors([error]));
    return kind.exit;
  }
  process.stderr.write(
    `error[${kind.code}]: ${message}\n${details.hint ? `  = ${details.hint.replaceAll('\n', '\n    ')}\n` : ''}`,
  );
  if (kind.blame === 'refbot' && details.cause instanceof Error)
    process.stderr.write(`${safeLines(String(details.cause.stack))}\n`);
  return kind.exit;
}
