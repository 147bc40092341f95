/** `screen suspend`: back to the shell below, until `fg`. */
import { defineScreenCommand } from '../../src/command/define-screen.ts';

export default defineScreenCommand({
  summary: 'Goes to the background until `fg`',
  examples: ['screen suspend'],
  act: (screen) => screen.suspend(),
});
