/** `screen wrap`: long lines folded or cut. */
import { defineScreenCommand } from '../../src/command/define-screen.ts';

export default defineScreenCommand({
  summary: 'Folds long lines, or cuts them',
  examples: ['screen wrap'],
  act: (screen) => screen.act({ kind: 'wrap' }),
});
