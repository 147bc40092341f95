/** `screen interrupt`: what Ctrl-C does. */
import { defineScreenCommand } from '../../src/command/define-screen.ts';

export default defineScreenCommand({
  summary: 'Cancels what runs, else clears the line, else leaves when asked twice',
  examples: ['screen interrupt'],
  act: (screen) => screen.interrupt(),
});
