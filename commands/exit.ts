/** Ends the running script with a status; at a prompt it ends the shell. */
import { defineCommand } from '../src/command/define.ts';
import { Exit } from '../src/command/run/control.ts';
import { int } from '../src/command/types/int.ts';

export default defineCommand({
  summary: 'Ends the script with a status',
  description:
    'In a script that another one runs, only the inner one ends. At the prompt of the shell, the shell ends.',
  args: [{ name: 'status', type: int({ min: 0, max: 255 }), default: 0, help: '0 is success' }],
  effect: 'read',
  output: 'none',
  needs: 'none',
  examples: ['exit', 'exit 3'],
  run(_context, { status }) {
    throw new Exit(status);
  },
});
