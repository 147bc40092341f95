/** `screen mouse`: mouse reports on and off. */
import { defineScreenCommand } from '../../src/command/define-screen.ts';

export default defineScreenCommand({
  summary: 'Gives the mouse to the terminal, for selecting text, or takes it back',
  examples: ['screen mouse'],
  act: (screen) => screen.mouse(),
});
