/** A process of its own that uses the process's Io as one command line does. Started by tests. */
import { createProcessIo } from '../../src/main/process-io.ts';
import { toRefbotError } from '../../src/model/errors.ts';

const abort = new AbortController();
process.on('SIGINT', () => abort.abort());
const io = createProcessIo({ ...process, cwd: process.cwd(), env: process.env, signal: abort.signal });
const [what, ...args] = process.argv.slice(2);
try {
  if (what === 'output') await io.write(JSON.stringify(io.output));
  if (what === 'flood') {
    let lines = 0;
    while (!io.outputClosed.aborted && lines < 1e7) {
      await io.write(`${'x'.repeat(99)}\n`);
      lines++;
      if (lines % 64 === 0) await new Promise((done) => setImmediate(done));
    }
    io.note(`closed ${io.outputClosed.aborted}`);
  }
  if (what === 'lines') for (let line = 0; line < 20_000; line++) await io.write(`${line}\n`);
  if (what === 'copy') {
    const sink = await io.openWrite(args[1]!, args[2] === 'append');
    for await (const chunk of io.openRead(args[0]!)) await sink.write(Buffer.from(chunk).toString('utf8'));
    await sink.close();
  }
  if (what === 'ask') await io.write(`answer ${await io.confirm('Remove 3 proxies?')}\n`);
  if (what === 'progress') {
    io.progress({ done: 1, total: 2, rate: null, etaMs: null });
    io.note('a note');
    io.progress({ done: 2, total: 2, rate: null, etaMs: null });
    await io.write('data\n');
    io.progress(null);
  }
} catch (thrown) {
  const error = toRefbotError(thrown);
  io.note(`${error.errorName}: ${error.message}`);
  process.exitCode = error.kind.exit;
}
