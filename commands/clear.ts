/** `clear`: empties the output panel of the shell. */
import { defineCommand } from '../src/command/define.ts';

export default defineCommand({
  summary: 'Empties the output of the shell',
  effect: 'read',
  output: 'none',
  needs: 'none',
  examples: ['clear'],
  run({ face }) {
    face?.clear();
  },
});
