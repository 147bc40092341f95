/** A process of its own that runs one command in the holder of a socket and exits with its status. Started by tests. */
import { createProcessIo } from '../../src/main/process-io.ts';
import { runRemote } from '../../src/local/run-remote.ts';
import { toRefbotError } from '../../src/model/errors.ts';

const [path, ...argv] = process.argv.slice(2);
const abort = new AbortController();
process.on('SIGINT', () => abort.abort());
const io = createProcessIo({ ...process, cwd: process.cwd(), env: process.env, signal: abort.signal });
const signal = AbortSignal.any([abort.signal, io.outputClosed]);
try {
  const { tty, columns, color, utf8 } = io.output;
  const request = { run: { argv }, options: {}, cwd: io.cwd, output: { tty, columns, color, utf8 } };
  process.exitCode = (await runRemote({ path: path!, request, io, signal })) ?? 99;
} catch (thrown) {
  const error = toRefbotError(thrown);
  io.note(`error ${error.errorName}: ${error.message}`);
  process.exitCode = error.kind.exit;
}
