/** Imported into the program by test/main/read-early.test.ts: writes down when threads begin and when modules of weight are loaded. */
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
      const [name] = /(?:src|store)\/[\w/-]+\.ts$/.exec(url) ?? [];
      if (name !== undefined) appendFileSync(file, `${name}\n`);
      return next(url, context);
    },
  });
}
