/** `quit`: leaves the shell. */
import { defineCommand } from '../src/command/define.ts';

export default defineCommand({
  summary: 'Leaves the shell; the state is saved',
  description: 'Outside the shell there is nothing to leave: scripts end with `exit`.',
  effect: 'read',
  output: 'none',
  needs: 'none',
  aliases: ['q'],
  examples: ['quit'],
  run({ face, note }) {
    if (face) face.quit();
    else note('there is no shell to leave here');
  },
});
