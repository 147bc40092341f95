/**
 * Sets the clock of a process back by less than a minute, so that a minute of it ends soon after its start: for tests that
 * would have to wait for one. Plain JavaScript, loaded with `--require`.
 */
'use strict';

const MINUTE_MS = 60_000;
/** Of the first minute. */
const LEFT_MS = 2_000;
const { now } = Date;
// A worker is started later, and has to have the clock of its process.
const back = Number((process.env.REFBOT_TEST_CLOCK_BACK ??= String((now() + LEFT_MS) % MINUTE_MS)));

Date.now = () => now() - back;
