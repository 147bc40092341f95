/** `screen repaint`: paints everything anew. */
import { defineScreenCommand } from '../../src/command/define-screen.ts';

export default defineScreenCommand({
  summary: 'Paints the whole screen anew',
  examples: ['screen repaint'],
  act: (screen) => screen.repaint(),
});
