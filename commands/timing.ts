/** `timing`: says behind each command how long it took. */
import { choice } from '../src/command/types/choice.ts';
import { defineCommand } from '../src/command/define.ts';

export default defineCommand({
  summary: 'Says how long each command of a text took, or stops saying it',
  description: 'For scripts and for lines of several commands; the shell says how long a whole line took anyway.',
  args: [{ name: 'switch', type: choice('on', 'off'), default: 'on', help: 'on or off' }],
  effect: 'read',
  output: 'none',
  needs: 'none',
  examples: ['timing on', 'timing off'],
  run({ session: { settings } }, args) {
    settings.timing = args.switch === 'on';
  },
});
