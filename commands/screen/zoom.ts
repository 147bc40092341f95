/** `screen zoom`: one panel over the whole screen, and back. */
import { defineScreenCommand } from '../../src/command/define-screen.ts';

export default defineScreenCommand({
  summary: 'Gives the panel with the keys the whole screen, and takes it back',
  examples: ['screen zoom'],
  act: (screen) => screen.arrange({ kind: 'zoom' }),
});
