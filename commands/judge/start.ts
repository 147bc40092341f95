/**
 * `judge start`: RefBot's own judge. Inside a running RefBot it goes on in the background; as a program of its own it
 * stays in the foreground until a signal and holds no state file.
 */
import { startJudge } from '../../src/checker/judge/start.ts';
import { defineCommand } from '../../src/command/define.ts';
import { port } from '../../src/command/types/port.ts';
import { loadConfig } from '../../src/core/config/config.ts';
import { resolvePaths } from '../../src/core/paths.ts';
import { fail } from '../../src/model/errors.ts';
import { untilStopped } from '../_until-stopped.ts';
import { plain } from '../_show.ts';

export default defineCommand({
  summary: 'Starts a judge of your own, by HTTP and HTTPS on 127.0.0.1',
  description:
    'A judge says what a request looked like when it arrived: from which address, with which headers. It refuses requests in absolute form, so that it is never taken for a proxy. Alone on a command line it stays in the foreground until Ctrl-C.',
  flags: {
    port: { type: port, help: 'HTTP port; default: judge.port of the configuration, 0 = any free one' },
    'https-port': { type: port, help: 'HTTPS port; default: judge.https_port of the configuration, 0 = any free one' },
  },
  effect: 'write',
  output: 'value',
  needs: 'none',
  columns: [plain('http'), plain('https')],
  examples: ['judge start --port 8000', 'judge start --port 0 --json'],
  async run(context, args) {
    const { engine, io, signal } = context;
    if (engine) {
      const { http, https } = await engine.act.startJudge({
        ...(args.port === undefined ? {} : { port: args.port }),
        ...(args['https-port'] === undefined ? {} : { httpsPort: args['https-port'] }),
      });
      return { http, https };
    }
    const { config: file, keys } = resolvePaths({ env: process.env, cwd: io.cwd });
    const config = loadConfig({ file, env: process.env });
    const died = new AbortController();
    let cause: Error | null = null;
    const judge = await startJudge({
      port: args.port ?? config.get('judge.port'),
      httpsPort: args['https-port'] ?? config.get('judge.https_port'),
      keyFolder: keys,
      onDeath: (error) => {
        cause = error;
        died.abort();
      },
    });
    try {
      await context.emit({ http: judge.http, https: judge.https });
      await untilStopped(AbortSignal.any([signal, died.signal]));
    } finally {
      await judge.stop();
    }
    if (cause !== null) throw fail('engine-worker', `the judge died: ${(cause as Error).message}`, { cause });
    return undefined;
  },
});
