/** `focus`: which panel gets the keys. */
import { defineScreenCommand } from '../src/command/define-screen.ts';
import { text } from '../src/command/types/text.ts';

export default defineScreenCommand({
  summary: 'Gives the keys to a panel or to the prompt',
  args: [{ name: 'panel', type: text, help: 'its name or number, or next, previous, prompt, out' }],
  examples: ['focus top-proxies', 'focus 7', 'focus next', 'focus prompt'],
  act: (screen, { panel }) => screen.focus(panel),
});
