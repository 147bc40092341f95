/** Makes the overlay of a name from what the shell knows at that moment. */
import { parse } from '../../command/syntax/parse.ts';
import { EDIT_OPERATIONS, type EditOperation } from '../../command/keys/edit-operations.ts';
import { contextTitle } from '../../command/keys/contexts.ts';
import { LINE_WORDS } from '../../command/keys/line-words.ts';
import type { Keymap } from '../../command/keys/keymap.ts';
import type { Registry } from '../../command/registry.ts';
import type { OverlayName } from '../../command/screen.ts';
import type { Facts } from '../feed/facts.ts';
import type { NamedView } from '../view-set.ts';
import { KeyHelp } from './key-help.ts';
import type { Overlay } from './overlay.ts';
import { paletteOf } from './palette.ts';
import { presetsFor } from './presets.ts';

export interface OverlayWorld {
  readonly registry: Registry;
  readonly keymap: Keymap;
  readonly views: readonly NamedView[];
  /** What keys mean where the person is, nearest first. */
  readonly contexts: readonly string[];
  readonly facts: Facts | null;
  /** Lines that were run, newest last. */
  readonly history: readonly string[];
}

interface LineCommand {
  readonly summary: string;
  readonly hasArguments: boolean;
}

/** Keys run some two hundred lines, and the help names each of them whenever it is painted. */
const known = new WeakMap<Registry, Map<string, LineCommand | null>>();

export function openOverlay(name: OverlayName, world: OverlayWorld): Overlay {
  const { registry, keymap, contexts } = world;
  const helpOf = (line: string): string => summaryOf(registry, line);
  if (name === 'palette')
    return paletteOf(registry, keymap, world.views, (line) => commandOf(registry, line)?.summary ?? line);
  if (name === 'presets') return presetsFor(world);
  const groups = contexts.map((context, index) => {
    // A key that a nearer context takes is not listed again.
    const nearer = new Set(keymap.inContexts(contexts.slice(0, index)).map(({ chord }) => chord));
    const bindings = keymap.inContexts([context]).filter(({ chord }) => !nearer.has(chord));
    return { title: contextTitle(context), bindings };
  });
  return new KeyHelp(groups, helpOf);
}

/** What a key does, in words: its own, or the summary of its command; where that says too little, the line itself. */
function summaryOf(registry: Registry, line: string): string {
  const operation = line.replace(/^screen edit /, '');
  if (Object.hasOwn(LINE_WORDS, line)) return LINE_WORDS[line]!;
  if (Object.hasOwn(EDIT_OPERATIONS, operation)) return EDIT_OPERATIONS[operation as EditOperation];
  const command = commandOf(registry, line);
  return command && !command.hasArguments ? command.summary : line.replace(/^screen /, '');
}

/** What a key's line runs; null where that is no command. */
export function commandOf(registry: Registry, line: string): LineCommand | null {
  let lines = known.get(registry);
  if (!lines) known.set(registry, (lines = new Map()));
  const before = lines.get(line);
  if (before !== undefined) return before;
  const { script } = parse(line, 'keys', registry);
  const [statement] = script.body;
  const call = statement?.kind === 'run' ? statement.pipeline.calls[0] : undefined;
  const found = call?.command ? { summary: call.command.definition.summary, hasArguments: call.args.length > 0 } : null;
  lines.set(line, found);
  return found;
}
