/** `focus`: which panel gets the keys. */
import { defineScreenCommand } from '../src/command/define-screen.ts';
import { KEY_PANELS } from '../src/command/keys/contexts.ts';
import { text } from '../src/command/types/text.ts';
import type { ArgType } from '../src/command/types.ts';

const WAYS: Readonly<Record<string, string>> = {
  next: 'the panel behind this one',
  previous: 'the panel before this one',
  prompt: 'the prompt',
  out: 'from the prompt to the panels',
};

/** The screen knows the panels, their numbers too; here they are only offered. */
const panelName: ArgType<string> = {
  ...text,
  name: 'panel',
  complete: (prefix) =>
    [
      ...Object.entries(WAYS).map(([value, help]) => ({ value, help })),
      ...KEY_PANELS.map((value) => ({ value })),
    ].filter(({ value }) => value.startsWith(prefix)),
};

export default defineScreenCommand({
  summary: 'Gives the keys to a panel or to the prompt',
  args: [{ name: 'panel', type: panelName, help: 'its name or number, or next, previous, prompt, out' }],
  examples: ['focus top-proxies', 'focus 7', 'focus next', 'focus prompt'],
  act: (screen, { panel }) => screen.focus(panel),
});
