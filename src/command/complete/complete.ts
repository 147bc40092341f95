/**
 * Tab: what can stand at the cursor, by type. Reads the text as far as it goes without judging it, so that half a line
 * completes too. Pure but for the candidates that argument types get from the engine.
 */
import { COMMON_FLAGS } from '../common-flags.ts';
import { commandWords } from './command-words.ts';
import { fieldWords } from './field-words.ts';
import { fieldsBehind } from '../check/check-pipeline.ts';
import { path as pathType } from '../types/path.ts';
import { splitStages } from './split.ts';
import { usageOf } from '../usage.ts';
import type { Engine } from '../../engine/types.ts';
import type { ArgSpec, FlagSpec } from '../define.ts';
import type { CompletionResult } from '../interpreter.ts';
import type { Command, Registry } from '../registry.ts';
import type { ArgType, Completion } from '../types.ts';
import type { Stage, Token } from './split.ts';

export interface CompleteContext {
  readonly engine: Engine | null;
  readonly registry: Registry;
  readonly variables: ReadonlyMap<string, unknown>;
  readonly cwd: string;
}

type Fields = readonly string[] | null;

export function complete(text: string, cursor: number, context: CompleteContext): CompletionResult {
  const stages = splitStages(text.slice(0, cursor));
  const stage = stages.at(-1)!;
  const current = stage.current;
  const result = (candidates: readonly Completion[], usage = '', start = current.start): CompletionResult => ({
    start,
    end: cursor,
    candidates,
    usage,
  });
  if (current.text.startsWith('$') && !current.quoted) return result(variableWords(current.text, context));
  if (stage.redirect) return result(pathType.complete!(current.text, typeContext(context)));
  const words = stage.tokens.map((token) => token.text);
  const resolved = context.registry.resolve(words);
  // `proxies top|` may still become another command; `proxies top |` may not.
  if (!resolved || resolved.words > words.length)
    return result(commandWords(context.registry, words, current.text, stage.piped));
  const { command } = resolved;
  const fields = stagesFields(stages.slice(0, -1), context.registry);
  return result(...argWords(command, stage.tokens.slice(resolved.words), current, fields, context));
}

function argWords(
  command: Command,
  before: readonly Token[],
  current: Token,
  input: Fields,
  context: CompleteContext,
): [readonly Completion[], string, number?] {
  const usage = usageOf(command);
  const behind = command.definition.input === 'rows' ? input : fieldsBehind(command.definition, null, {});
  const inline = /^(--[a-z][\w-]*)=(.*)$/.exec(current.text);
  if (inline) {
    const flag = flagOf(command, inline[1]!.slice(2));
    const candidates = flag?.type ? typeWords(flag.type, inline[2]!, [], behind, context) : [];
    return [candidates, usage, current.start + inline[1]!.length + 1];
  }
  if (current.text.startsWith('--')) return [flagWords(command, before, current.text), usage];
  const { spec, flag, since } = position(command, before);
  if (flag?.type) return [typeWords(flag.type, current.text, since, behind, context), usage];
  if (!spec) return [current.text === '' ? flagWords(command, before, '') : [], usage];
  const candidates = typeWords(spec.type, current.text, since, behind, context);
  return [candidates.length > 0 || current.text !== '' ? candidates : flagWords(command, before, ''), usage];
}

/** Which argument the cursor is at: a flag's value, or a positional one and the words it has so far. */
function position(
  command: Command,
  before: readonly Token[],
): { spec?: ArgSpec; flag?: FlagSpec; since: readonly Token[] } {
  const specs = command.definition.args ?? [];
  let place = 0;
  let since: Token[] = [];
  for (let index = 0; index < before.length; index++) {
    const token = before[index]!;
    const flag = token.quoted ? undefined : flagOf(command, token.text.replace(/^--?/, ''), token.text);
    if (flag?.type) {
      if (index === before.length - 1) return { flag, since: [] };
      if (flag.type.syntax === 'filter') return { flag, since: before.slice(index + 1) };
      index++;
      continue;
    }
    if (flag) continue;
    since.push(token);
    if (isOneWord(specs[place]?.type) && specs[place]?.rest !== true) {
      place++;
      since = [];
    }
  }
  const spec = specs[place];
  return spec ? { spec, since } : { since };
}

function isOneWord(type: ArgType<unknown> | undefined): boolean {
  return type?.syntax === undefined || type.syntax === 'fields' || type.syntax === 'command';
}

function flagOf(command: Command, name: string, typed = `--${name}`): FlagSpec | undefined {
  const flags = command.definition.flags ?? {};
  if (typed.startsWith('--')) return flags[name] ?? COMMON_FLAGS[name];
  return /^-[A-Za-z]$/.test(typed) ? Object.values(flags).find((flag) => flag.short === name) : undefined;
}

function typeWords(
  type: ArgType<unknown>,
  prefix: string,
  since: readonly Token[],
  fields: Fields,
  context: CompleteContext,
): readonly Completion[] {
  switch (type.syntax) {
    case 'filter':
    case 'condition':
      return fieldWords(since, prefix, type.fields ?? fields ?? [], context.engine);
    case 'selector':
      if (since[0]?.text === 'where') return fieldWords(since.slice(1), prefix, type.fields ?? [], context.engine);
      return type.complete?.(prefix, typeContext(context)) ?? [];
    case 'fields':
      return nameWords(prefix, fields ?? []);
    case 'line':
    case 'command':
      return commandWords(
        context.registry,
        since.map((token) => token.text),
        prefix,
        false,
      );
    default:
      return type.complete?.(prefix, typeContext(context)) ?? [];
  }
}

/** Field names in a comma list; a minus in front stays. */
function nameWords(prefix: string, fields: readonly string[]): Completion[] {
  const start = prefix.lastIndexOf(',') + 1;
  const minus = prefix[start] === '-' ? 1 : 0;
  const begun = prefix.slice(start + minus).toLowerCase();
  return fields
    .filter((field) => field.toLowerCase().startsWith(begun))
    .map((field) => ({ value: prefix.slice(0, start + minus) + field }));
}

function flagWords(command: Command, before: readonly Token[], prefix: string): Completion[] {
  const used = new Set(before.map((token) => token.text));
  const own = Object.entries(command.definition.flags ?? {});
  const common =
    prefix === '' ? [] : Object.entries(COMMON_FLAGS).filter(([name]) => !command.definition.flags?.[name]);
  return [...own, ...common]
    .map(([name, spec]) => ({
      value: `--${name}`,
      help: spec.type ? `<${spec.type.name}>  ${spec.help}` : spec.help,
      many: spec.many,
    }))
    .filter(({ value, many }) => value.startsWith(prefix) && (many === true || !used.has(value)))
    .map(({ value, help }) => ({ value, help }));
}

function variableWords(typed: string, { variables }: CompleteContext): Completion[] {
  return [...variables.keys()].map((name) => ({ value: `$${name}` })).filter(({ value }) => value.startsWith(typed));
}

function stagesFields(stages: readonly Stage[], registry: Registry): Fields {
  let fields: Fields = null;
  for (const { tokens } of stages) {
    const resolved = registry.resolve(tokens.map((token) => token.text));
    fields = resolved
      ? fieldsBehind(resolved.command.definition, fields, fieldArgs(resolved.command, tokens.slice(resolved.words)))
      : null;
  }
  return fields;
}

/** What `select` and its like were told: names of fields. */
function fieldArgs({ definition }: Command, tokens: readonly Token[]): Record<string, unknown> {
  const spec = definition.args?.[0];
  if (!definition.outputFields || spec?.type.syntax !== 'fields') return {};
  try {
    const values = tokens.map(({ text }) => spec.type.parse(text));
    return { [spec.name]: spec.rest ? values : values[0] };
  } catch {
    // A half-typed stage: its fields are not known yet.
    return {};
  }
}

function typeContext({ engine, cwd }: CompleteContext) {
  return engine ? { engine, cwd } : { cwd };
}
