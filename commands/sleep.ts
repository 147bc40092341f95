/** Waits; Ctrl-C ends the wait. */
import { defineCommand } from '../src/command/define.ts';
import { duration } from '../src/command/types/duration.ts';
import { sleep } from '../src/command/run/sleep.ts';

export default defineCommand({
  summary: 'Waits for a while',
  args: [{ name: 'duration', type: duration, help: 'how long: 300ms, 5s' }],
  effect: 'read',
  output: 'none',
  needs: 'none',
  examples: ['sleep 300ms'],
  run: ({ signal }, args) => sleep(args.duration, signal),
});
