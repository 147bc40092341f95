/** `screen times`: times in the log. */
import { defineScreenCommand } from '../../src/command/define-screen.ts';

export default defineScreenCommand({
  summary: 'Shows the times of the log as time, age or not at all',
  examples: ['screen times'],
  act: (screen) => screen.act({ kind: 'times' }),
});
