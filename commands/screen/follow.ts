/** `screen follow`: the newest line stays in sight. */
import { defineScreenCommand } from '../../src/command/define-screen.ts';

export default defineScreenCommand({
  summary: 'Follows the newest line of a text',
  examples: ['screen follow'],
  act: (screen) => screen.act({ kind: 'follow' }),
});
