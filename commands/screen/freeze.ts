/** `screen freeze`: stops and starts a list. */
import { defineScreenCommand } from '../../src/command/define-screen.ts';

export default defineScreenCommand({
  summary: 'Stops the list from changing, and lets it go on',
  examples: ['screen freeze'],
  act: (screen) => screen.act({ kind: 'freeze' }),
});
