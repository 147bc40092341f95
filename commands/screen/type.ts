/** `screen type`: puts a text into the prompt. */
import { defineScreenCommand } from '../../src/command/define-screen.ts';
import { text } from '../../src/command/types/text.ts';

export default defineScreenCommand({
  summary: 'Puts a text into the prompt without running it',
  args: [{ name: 'text', type: text, rest: true, help: 'the text' }],
  examples: ['screen type proxies tag @focus'],
  act: (screen, args) => screen.type(`${args.text.join(' ')} `),
});
