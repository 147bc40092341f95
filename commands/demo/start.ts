/**
 * `demo start`: simulated proxies, good and bad, on loopback. Inside a running RefBot they are collected as a source;
 * as a program of its own it stays in the foreground and shows where the lists are.
 */
import { defineCommand } from '../../src/command/define.ts';
import { int } from '../../src/command/types/int.ts';
import { startFarm } from '../../src/demo/farm.ts';
import { fail } from '../../src/model/errors.ts';
import { untilStopped } from '../_until-stopped.ts';
import { DEMO_COLUMNS } from './_columns.ts';

export default defineCommand({
  summary: 'Starts simulated proxies on this machine, to try everything without a network',
  description:
    'Good, slow, dead, lying, flaky and transparent ones listen on loopback addresses with lists of them, so that collecting, checking and ranking do their real work. Alone on a command line it stays in the foreground until Ctrl-C.',
  flags: { proxies: { type: int({ min: 1, max: 2000 }), default: 300, help: 'how many' } },
  effect: 'write',
  output: 'value',
  needs: 'none',
  columns: DEMO_COLUMNS,
  examples: ['demo start', 'demo start --proxies 50'],
  async run(context, { proxies }) {
    if (context.engine) return { ...(await context.engine.act.startDemo({ proxies })) };
    const died = new AbortController();
    let cause: Error | null = null;
    const farm = await startFarm({
      proxies,
      onDeath: (error) => {
        cause = error;
        died.abort();
      },
    });
    try {
      const { listUrl, behaviours } = farm;
      await context.emit({ running: true, proxies: farm.proxies.length, listUrl, behaviours });
      await untilStopped(AbortSignal.any([context.signal, died.signal]));
    } finally {
      await farm.stop();
    }
    if (cause !== null) throw fail('engine-worker', `the demo farm died: ${(cause as Error).message}`, { cause });
    return undefined;
  },
});
