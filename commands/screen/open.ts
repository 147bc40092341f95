/** `screen open`: into the row under the cursor. */
import { defineScreenCommand } from '../../src/command/define-screen.ts';

export default defineScreenCommand({
  summary: 'Looks into the row under the cursor',
  examples: ['screen open'],
  act: (screen) => screen.act({ kind: 'open' }),
});
