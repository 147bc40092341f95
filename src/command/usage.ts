/** The usage line of a command, from its definition: `proxies top [n] [--country <cc,…>] [--where <filter>]`. */
import type { ArgSpec, FlagSpec } from './define.ts';
import type { Command } from './registry.ts';

export function usageOf({ name, definition }: Command): string {
  const args = (definition.args ?? []).map(usageOfArg);
  const flags = Object.entries(definition.flags ?? {}).map(([flag, spec]) => `[${usageOfFlag(flag, spec)}]`);
  return [name, ...args, ...flags].join(' ');
}

/** `<proxy>`, `[n]`, `<tag…>` */
export function usageOfArg(spec: ArgSpec): string {
  const text = spec.rest ? `${spec.name}…` : spec.name;
  return spec.required === false || spec.default !== undefined ? `[${text}]` : `<${text}>`;
}

/** `--country <cc,…>`, `--force` */
export function usageOfFlag(flag: string, spec: FlagSpec): string {
  return spec.type ? `--${flag} <${spec.type.name}>` : `--${flag}`;
}
