/** `screen search`: finds a text in what is shown. */
import { defineScreenCommand } from '../../src/command/define-screen.ts';
import { text } from '../../src/command/types/text.ts';

export default defineScreenCommand({
  summary: 'Finds a text in a panel of text; asks for it when none is given',
  args: [{ name: 'text', type: text, rest: true, required: false, help: 'what to find' }],
  examples: ['screen search', 'screen search refused'],
  act: (screen, args) => screen.act({ kind: 'search', text: args.text.length === 0 ? null : args.text.join(' ') }),
});
