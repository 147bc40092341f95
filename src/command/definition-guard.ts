/** The shape guard of commands: what a file below commands/ must export, said with the file's name. Called by the registry. */
import { fail } from '../model/errors.ts';
import type { ArgSpec, CommandDefinition, FlagSpec } from './define.ts';

/** @throws internal, naming the file and what is wrong with it */
export function guardCommand(value: unknown, origin: string): CommandDefinition {
  const wrong = problem(value);
  if (wrong !== null) throw fail('internal', `${origin} is not a command: ${wrong}`);
  return value as CommandDefinition;
}

function problem(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return 'its default export is not defineCommand({ … })';
  const command = value as Partial<CommandDefinition>;
  if (typeof command.summary !== 'string' || command.summary === '') return 'summary is missing';
  if (typeof command.run !== 'function') return 'run is not a function';
  if (!['read', 'write', 'danger'].includes(command.effect ?? '')) return 'effect is not read, write or danger';
  if (!['rows', 'value', 'none'].includes(command.output ?? '')) return 'output is not rows, value or none';
  if (!Array.isArray(command.examples)) return 'examples are missing';
  return argsProblem(command.args ?? []) ?? flagsProblem(command.flags ?? {});
}

function argsProblem(args: readonly ArgSpec[]): string | null {
  let optional = false;
  for (const [index, spec] of args.entries()) {
    if (typeof spec.type?.parse !== 'function') return `argument ${spec.name} has no type`;
    if (spec.rest && index < args.length - 1) return `only the last argument can be rest, not ${spec.name}`;
    const required = spec.required !== false && spec.default === undefined;
    if (required && optional) return `the required argument ${spec.name} follows an optional one`;
    optional ||= !required;
  }
  return null;
}

function flagsProblem(flags: Readonly<Record<string, FlagSpec>>): string | null {
  const shorts = new Set<string>();
  for (const [name, spec] of Object.entries(flags)) {
    if (!/^[a-z][a-z0-9-]*$/.test(name)) return `the flag --${name} is not in kebab-case`;
    if (spec.type && typeof spec.type.parse !== 'function') return `the flag --${name} has no type`;
    if (spec.short !== undefined && (!/^[a-zA-Z]$/.test(spec.short) || shorts.has(spec.short))) {
      return `the short form -${spec.short} of --${name} is not one free letter`;
    }
    if (spec.short !== undefined) shorts.add(spec.short);
  }
  return null;
}
