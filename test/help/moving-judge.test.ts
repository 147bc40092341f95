/** The judge that moves house comes back to its own port, and says so when somebody else has it. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { movingJudge, type Place } from './moving-judge.ts';

const place: Place = { sees: (caller) => caller };

test('a port that somebody took meanwhile ends the restart with an error', { timeout: 5_000 }, async () => {
  const judge = await movingJudge(place);
  const port = Number(new URL(judge.url).port);
  const back = judge.restart(place, 200);
  const rejected = assert.rejects(back, { code: 'EADDRINUSE' });
  const rival = createServer();
  // The judge lets go of it a moment after it was asked to.
  for (let tries = 0; !rival.listening && tries < 100; tries++) {
    rival.listen(port, '127.0.0.1');
    await once(rival, 'listening').catch(() => new Promise((resolve) => setTimeout(resolve, 1)));
  }
  try {
    await rejected;
  } finally {
    rival.close();
    await judge.stop();
  }
});
