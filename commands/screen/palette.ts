/** `screen palette`: every command and key, searched. */
import { defineScreenCommand } from '../../src/command/define-screen.ts';

export default defineScreenCommand({
  summary: 'Searches every command and key',
  examples: ['screen palette'],
  act: (screen) => screen.overlay('palette'),
});
