/** `watch`: runs a command line again and again. */
import { setTimeout as sleep } from 'node:timers/promises';
import { defineCommand } from '../src/command/define.ts';
import { commandLine } from '../src/command/types/command-line.ts';
import { duration } from '../src/command/types/duration.ts';
import { int } from '../src/command/types/int.ts';
import { AlreadyReported } from '../src/command/run/control.ts';
import { EXIT } from '../src/model/errors.ts';

export default defineCommand({
  summary: 'Runs a command line again and again',
  description:
    'Until Ctrl-C, or as often as --times says. A run that fails is shown and does not end it, unless the line is written wrong.',
  args: [
    { name: 'every', type: duration, help: 'time between two runs' },
    { name: 'command', type: commandLine, help: 'the command line, pipes included' },
  ],
  flags: { times: { type: int({ min: 1 }), help: 'how often' } },
  effect: 'read',
  output: 'none',
  examples: ['watch 2s proxies stats', 'watch --times 3 500ms proxies top 5 | select address,score'],
  async run({ io, language, note, signal }, args) {
    for (let run = 1; !signal.aborted; run++) {
      if (io.output.tty) note(`${run === 1 ? '' : '\n'}${clockTime()}  ${args.command}`);
      const status = await language.run({ text: args.command, origin: 'watch' });
      // Written wrong, it would be refused every time.
      if (status === EXIT.usage) throw new AlreadyReported(status);
      if (run === args.times) return;
      await sleep(args.every, undefined, { signal }).catch(() => {});
    }
  },
});

function clockTime(): string {
  const now = new Date();
  return [now.getHours(), now.getMinutes(), now.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':');
}
