/**
 * A process of its own that holds a local socket and runs a few small commands for others. Started by tests with fork;
 * tells its parent when it listens, when a command was aborted, and stops when told so.
 */
import type { Io } from '../../src/command/io.ts';
import { fail } from '../../src/model/errors.ts';
import type { LocalRequest } from '../../src/local/request.ts';
import { serveLocal } from '../../src/local/serve-local.ts';

const tell = (message: string): void => void process.send!(message);

async function execute(request: LocalRequest, io: Io, signal: AbortSignal): Promise<number> {
  const [command, ...args] =
    'argv' in request.run ? request.run.argv : ['text', request.run.text, ...(request.run.args ?? [])];
  switch (command) {
    case 'show':
      await io.write(JSON.stringify({ request, output: io.output, cwd: io.cwd }));
      return 0;
    case 'text':
      await io.write(args.join('|'));
      return 0;
    case 'copy': {
      const sink = await io.openWrite(args[1]!, args[2] === 'append');
      for await (const chunk of io.openRead(args[0]!)) await sink.write(Buffer.from(chunk).toString('latin1'));
      await sink.close();
      return 0;
    }
    case 'first': {
      // Leaves the loop early: the client's file has to be let go.
      for await (const chunk of io.openRead(args[0]!)) {
        await io.write(String(chunk.byteLength));
        break;
      }
      return 0;
    }
    case 'flood':
      for (let line = 0; line < Number(args[0]) && !signal.aborted; line++)
        await io.write(`${String(line).padStart(9)}\n`);
      await io.write('ü😀'.repeat(200_000));
      return 0;
    case 'ask':
      io.note('about to ask');
      return (await io.confirm('Really?')) ? 0 : 6;
    case 'work': {
      io.progress({ done: 1, total: 10, rate: null, etaMs: null });
      tell('working');
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
      tell(`aborted: ${(signal.reason as Error).message}`);
      await io.write('what there is');
      return 130;
    }
    case 'deaf':
      tell('working');
      await new Promise(() => undefined);
      return 0;
    case 'throw':
      throw fail('unknown-proxy', 'no proxy 9.9.9.9:80', { hint: 'look again' });
    default:
      throw new Error('a defect');
  }
}

const server = await serveLocal({ path: process.argv[2]!, execute });
process.on('message', (message) => {
  if (message === 'running') tell(`running ${server.running}`);
  if (message === 'idle') void server.idle().then(() => tell('idle'));
  if (message === 'stop') {
    void server.stop().then(() => {
      tell('stopped');
      process.disconnect();
    });
  }
});
tell('listening');
