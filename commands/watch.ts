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
    'Until Ctrl-C, or as often as --times says. A run that fails is shown and does not end it, unless the line is written wrong. In the full-screen shell a run takes the place of the one before; what stays is the last.',
  args: [
    { name: 'every', type: duration, help: 'time between two runs' },
    { name: 'command', type: commandLine, help: 'the command line, pipes included' },
  ],
  flags: { times: { type: int({ min: 1 }), help: 'how often' } },
  effect: 'read',
  output: 'none',
  examples: ['watch 2s proxies stats', 'watch --times 3 500ms proxies top 5 | select address,score'],
  async run({ io, language, note, signal }, args) {
    const refresh = io.refreshed?.();
    let status: number = EXIT.ok;
    for (let run = 1; !signal.aborted; run++) {
      const work = async (): Promise<boolean> => {
        if (io.output.tty) note(`${run === 1 || refresh ? '' : '\n'}${clockTime()}  ${args.command}`);
        status = await language.run({ text: args.command, origin: 'watch' });
        // Half a result is worth less than the one before.
        return !signal.aborted;
      };
      await (refresh ? refresh(work) : work());
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
