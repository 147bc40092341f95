/** `screen edit`: an editing operation of the prompt. */
import { defineScreenCommand } from '../../src/command/define-screen.ts';
import { EDIT_OPERATIONS } from '../../src/command/keys/edit-operations.ts';
import { explained } from '../../src/command/types/explained.ts';

export default defineScreenCommand({
  summary: 'Does one editing operation of the prompt; `keys prompt` lists them',
  args: [
    {
      name: 'operation',
      type: explained('operation', 'an editing operation', EDIT_OPERATIONS),
      help: 'its name, as the keys of the prompt have it',
    },
  ],
  examples: ['screen edit word-left', 'screen edit kill-to-end'],
  act: (screen, { operation }) => screen.edit(operation),
});
