/** The usage line of a command, from its definition: `proxies top [n] [--country <cc,…>] [--where <filter>]`. */
import { foldToWidth } from '../../lib/fold.ts';
import type { ArgSpec, FlagSpec } from '../define.ts';
import type { Command } from '../registry.ts';

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

/** A blank that no line is folded at. */
const HELD = '\u00a0';

/** Usage in lines of at most `width` cells; what stands in brackets stays on one line where it can. */
export function foldUsage(usage: string, width: number): string[] {
  const held = usage.replace(/\[[^\]]*\]/g, (group) => group.replaceAll(' ', HELD));
  return foldToWidth(held, width).map((line) => line.replaceAll(HELD, ' '));
}
