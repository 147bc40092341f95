/** `screen mark`: chooses rows for `@marked`. */
import { defineScreenCommand } from '../../src/command/define-screen.ts';
import { choice } from '../../src/command/types/choice.ts';

export default defineScreenCommand({
  summary: 'Marks rows, for commands on @marked',
  description: 'range: from the row marked last to this one; all: every row that is shown.',
  args: [
    { name: 'what', type: choice('toggle', 'range', 'all', 'none', 'invert'), default: 'toggle', help: 'which rows' },
  ],
  examples: ['screen mark', 'screen mark range', 'screen mark none'],
  act: (screen, { what }) => screen.act({ kind: 'mark', what }),
});
