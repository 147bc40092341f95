/**
 * Notes which files each thread of a program loads, a line each: number of the thread, a tab, the URL. Preloaded by tests,
 * CommonJS because workers preload no modules; the file to write to is `REFBOT_TEST_LOADED`.
 */
'use strict';

const { appendFileSync } = require('node:fs');
const { registerHooks } = require('node:module');
const { threadId } = require('node:worker_threads');

registerHooks({
  load(url, context, next) {
    if (url.startsWith('file:')) appendFileSync(process.env.REFBOT_TEST_LOADED, `${threadId}\t${url}\n`);
    return next(url, context);
  },
});
