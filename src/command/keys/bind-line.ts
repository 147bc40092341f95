/**
 * Turns the command line of a key into what the shell does: a line that is one screen command with written-out arguments
 * becomes a function that acts at once; any other line is run as if typed. Parses and checks by the same rules as the prompt.
 */
import { arrange } from '../arrange.ts';
import { convert } from '../types/convert.ts';
import { isScreenCommand } from '../define-screen.ts';
import { checkScript } from '../check/check-script.ts';
import { parse } from '../syntax/parse.ts';
import { staticText } from '../syntax/words.ts';
import type { RefbotError } from '../../model/errors.ts';
import type { CommandDefinition } from '../define.ts';
import type { Registry } from '../registry.ts';
import type { Screen } from '../screen.ts';
import type { Script } from '../syntax/ast.ts';
import type { Slot } from '../arrange.ts';

/** Variables that a key's line finds set. */
const KEY_VARIABLES = ['row'];

export type BoundLine =
  | { readonly kind: 'screen'; readonly act: (screen: Screen) => void }
  | { readonly kind: 'line' }
  | { readonly kind: 'wrong'; readonly error: RefbotError };

export function bindLine(registry: Registry, line: string): BoundLine {
  const { script, errors } = parse(line, 'keys', registry);
  const error = [...errors, ...checkScript(script, registry, KEY_VARIABLES)][0];
  if (error) return { kind: 'wrong', error };
  const act = screenAct(script);
  return act ? { kind: 'screen', act } : { kind: 'line' };
}

function screenAct(script: Script): ((screen: Screen) => void) | null {
  const [statement, ...more] = script.body;
  if (more.length > 0 || statement?.kind !== 'run') return null;
  const [call, ...piped] = statement.pipeline.calls;
  if (!call?.command || piped.length > 0 || statement.pipeline.redirect) return null;
  const { definition } = call.command;
  if (!isScreenCommand(definition)) return null;
  const { slots } = arrange(call, call.command, script);
  const args = defaults(definition);
  for (const slot of slots) {
    const values = slot.values.map((value) => (value.kind === 'line' ? value.text : textOf(value)));
    if (values.includes(null)) return null;
    const texts = values as string[];
    args[slot.name] = slot.many ? texts.map((text) => valueOf(slot, text)) : valueOf(slot, texts[0] ?? '');
  }
  return (screen) => definition.act(screen, args);
}

function defaults(definition: CommandDefinition): Record<string, unknown> {
  return Object.fromEntries(
    (definition.args ?? []).map((spec) => [spec.name, spec.default ?? (spec.rest ? [] : undefined)]),
  );
}

function textOf(value: Slot['values'][number]): string | null {
  return value.kind === 'word' ? staticText(value) : null;
}

function valueOf(slot: Slot, text: string): unknown {
  return slot.type === null ? true : convert(slot.type, text);
}
