/** `screen help`: the keys that hold here. */
import { defineScreenCommand } from '../../src/command/define-screen.ts';

export default defineScreenCommand({
  summary: 'Shows the keys that hold here',
  examples: ['screen help'],
  act: (screen) => screen.overlay('help'),
});
