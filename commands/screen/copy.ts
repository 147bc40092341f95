/** `screen copy`: into the clipboard of the terminal. */
import { defineScreenCommand } from '../../src/command/define-screen.ts';
import { choice } from '../../src/command/types/choice.ts';

export default defineScreenCommand({
  summary: 'Copies what is under the cursor into the clipboard of the terminal',
  args: [{ name: 'what', type: choice('cell', 'row', 'all'), default: 'row', help: 'how much of it' }],
  examples: ['screen copy', 'screen copy all'],
  act: (screen, { what }) => screen.act({ kind: 'copy', what }),
});
