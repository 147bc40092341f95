/**
 * Imported into the program by tests of test/main/: writes down, in their order, when threads begin, when modules are
 * loaded, and in test mode when the first frame and the first answer are written to the terminal.
 */
import { appendFileSync } from 'node:fs';
import { registerHooks, syncBuiltinESMExports } from 'node:module';
import threads, { type WorkerOptions } from 'node:worker_threads';

const file = process.env['REFBOT_START_ORDER'] ?? '';
if (threads.isMainThread && file !== '') {
  threads.Worker = class extends threads.Worker {
    constructor(url: URL, options: WorkerOptions) {
      appendFileSync(file, `thread ${options.name}\n`);
      super(url, options);
    }
  } as typeof threads.Worker;
  syncBuiltinESMExports();
  registerHooks({
    load(url, context, next) {
      const [name] = /(?:src|store|commands)\/[\w/-]+\.ts$|node_modules\/[\w-]+(?=\/)/.exec(url) ?? [];
      if (name !== undefined) appendFileSync(file, `${name}\n`);
      return next(url, context);
    },
  });
  const awaited = new Map([
    ['frame', '\x1b[?2026l'],
    ['answer', '\x1b]7777;idle'],
  ]);
  const write = process.stdout.write.bind(process.stdout) as (...given: readonly unknown[]) => boolean;
  process.stdout.write = (...given: readonly unknown[]) => {
    for (const [what, mark] of awaited) {
      if (!String(given[0]).includes(mark)) continue;
      awaited.delete(what);
      appendFileSync(file, `${what}\n`);
    }
    return write(...given);
  };
}
