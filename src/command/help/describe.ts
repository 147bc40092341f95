/** What `help <command>` says: the definition as data, and as the page a person reads. Pure. */
import { COMMON_FLAGS } from '../flags/common-flags.ts';
import { indented as wrap } from './indented.ts';
import { displayWidth, padToWidth } from '../../lib/width.ts';
import { paint } from '../render/colour.ts';
import { foldUsage, usageOf, usageOfArg, usageOfFlag } from './usage.ts';
import type { Row } from '../define.ts';
import type { Io } from '../io.ts';
import type { Command } from '../registry.ts';

export interface Description extends Row {
  readonly command: string;
  readonly summary: string;
  readonly description: string | null;
  readonly usage: string;
  readonly aliases: readonly string[];
  readonly effect: string;
  readonly arguments: readonly { readonly usage: string; readonly help: string; readonly default: string | null }[];
  readonly flags: readonly {
    readonly usage: string;
    readonly short: string | null;
    readonly help: string;
    readonly default: string | null;
  }[];
  readonly fields: readonly string[];
  readonly examples: readonly string[];
  /** Of a word that is a command and a noun: the commands that begin with it. */
  readonly verbs: readonly { readonly command: string; readonly summary: string }[];
}

/** @param verbs commands that begin with its name */
export function describe(command: Command, verbs: readonly Command[] = []): Description {
  const { definition } = command;
  const columns = definition.columns?.map(({ field }) => field) ?? [];
  return {
    command: command.name,
    summary: definition.summary,
    description: definition.description ?? null,
    usage: usageOf(command),
    aliases: definition.aliases ?? [],
    effect: definition.effect,
    arguments: (definition.args ?? []).map((spec) => ({
      usage: usageOfArg(spec),
      help: spec.help,
      default: spec.default === undefined ? null : (spec.type.display?.(spec.default) ?? String(spec.default)),
    })),
    flags: Object.entries(definition.flags ?? {}).map(([name, spec]) => ({
      usage: usageOfFlag(name, spec),
      short: spec.short ?? null,
      help: spec.help,
      default:
        spec.type && spec.default !== undefined ? (spec.type.display?.(spec.default) ?? String(spec.default)) : null,
    })),
    fields: [...new Set([...(definition.fields ?? []), ...columns])],
    examples: definition.examples,
    verbs: verbs.map(({ name, definition: { summary } }) => ({ command: name, summary })),
  };
}

/** The page, lines with their newlines. */
export function page(help: Description, output: Io['output']): string {
  const head = (text: string): string => paint(text, 'bold', output.color);
  const lines = [head(help.command), wrap(help.summary, output.columns, '  ')];
  if (help.description !== null) lines.push('', wrap(help.description, output.columns, '  '));
  lines.push(
    '',
    head('usage'),
    ...foldUsage(help.usage, Math.max(20, Math.min(output.columns, 100) - 2)).map((line) => `  ${line}`),
  );
  if (help.aliases.length > 0) lines.push('', head('short'), `  ${help.aliases.join(', ')}`);
  const entries = (title: string, rows: readonly (readonly [string, string])[]): void => {
    if (rows.length > 0) lines.push('', head(title), ...pairs(rows, output.columns));
  };
  const withDefault = (text: string, value: string | null): string =>
    value === null ? text : `${text} (default ${value})`;
  entries(
    'more',
    help.verbs.map(({ command, summary }) => [command, summary]),
  );
  entries(
    'arguments',
    help.arguments.map((arg) => [arg.usage, withDefault(arg.help, arg.default)]),
  );
  entries(
    'flags',
    help.flags.map((flag) => [
      flag.short === null ? flag.usage : `-${flag.short}, ${flag.usage}`,
      withDefault(flag.help, flag.default),
    ]),
  );
  entries(
    'flags of every command',
    Object.entries(COMMON_FLAGS).map(([name, spec]) => [usageOfFlag(name, spec), spec.help]),
  );
  if (help.fields.length > 0) lines.push('', head('fields'), wrap(help.fields.join(', '), output.columns, '  '));
  if (help.examples.length > 0) lines.push('', head('examples'), ...help.examples.map((example) => `  ${example}`));
  return `${lines.join('\n')}\n`;
}

/** Two columns; the right one is folded. */
function pairs(rows: readonly (readonly [string, string])[], columns: number): string[] {
  const width = Math.min(34, Math.max(...rows.map(([left]) => displayWidth(left))));
  return rows.map(([left, right]) => {
    const indent = ' '.repeat(width + 4);
    const text = wrap(right, columns, indent).slice(indent.length);
    return displayWidth(left) > width ? `  ${left}\n${indent}${text}` : `  ${padToWidth(left, width)}  ${text}`;
  });
}
