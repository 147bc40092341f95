/** The palette: every command of the language, every view and everything a key does, found by a few letters. */
import type { Keymap } from '../../command/keys/keymap.ts';
import { showChord } from '../../command/keys/chord.ts';
import type { Registry } from '../../command/registry.ts';
import { isScreenCommand } from '../../command/define-screen.ts';
import { usageOf } from '../../command/help/usage.ts';
import type { NamedView } from '../view-set.ts';
import { Chooser, type Choice } from './chooser.ts';

/** @param helpOf what a command line does, in words */
export function paletteOf(
  registry: Registry,
  keymap: Keymap,
  views: readonly NamedView[],
  helpOf: (line: string) => string,
): Chooser {
  const choices = new Map<string, Choice>();
  const chords = new Map<string, string>();
  for (const { line, chord } of keymap.all()) if (!chords.has(line)) chords.set(line, chord);
  const add = (line: string, help: string, action: Choice['action']): void => {
    if (choices.has(line)) return;
    const key = chords.get(line);
    choices.set(line, { title: line, help, action, ...(key === undefined ? {} : { key: showChord(key) }) });
  };
  for (const { name, summary, order } of views) {
    if (order !== null) add(`view ${name}`, summary, { kind: 'press', line: `view ${name}` });
  }
  for (const command of registry.all()) {
    const { name, definition } = command;
    if (definition.input === 'rows') continue;
    const wantsMore = (definition.args ?? []).some((arg) => arg.required !== false && arg.default === undefined);
    const usage = usageOf(command).slice(name.length).trim();
    add(
      name,
      usage === '' ? definition.summary : `${definition.summary}  ${usage}`,
      wantsMore
        ? { kind: 'type', text: `${name} ` }
        : { kind: isScreenCommand(definition) ? 'press' : 'run', line: name },
    );
  }
  // The prompt's own editing keys are no commands that anybody would look for here.
  for (const { context, line } of keymap.all()) {
    if (context !== 'prompt') add(line, helpOf(line), { kind: 'press', line });
  }
  return new Chooser('commands and keys', [...choices.values()]);
}
