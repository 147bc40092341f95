/** The holder of a state listens for the commands of others a little after it has opened the state, and not after its end. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { Registry } from '../../src/command/registry.ts';
import { resolvePaths } from '../../src/core/paths.ts';
import { openHolder } from '../../src/main/open-holder.ts';

test('the socket opens after the state, and never where the state was closed before', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'refbot-holder-'));
  const env = { HOME: folder, XDG_RUNTIME_DIR: folder, REFBOT_NETWORK: 'loopback' };
  const paths = resolvePaths({
    env,
    cwd: folder,
    state: join(folder, 'state.json'),
    config: join(folder, 'config.json'),
  });
  try {
    for (const stays of [true, false]) {
      const holder = await openHolder({ paths, env, mode: 'once', flags: {} }, new Registry([]));
      assert.ok(!existsSync(paths.socket), 'whoever opened it is answered first');
      if (stays) for (let turns = 0; turns < 400 && !existsSync(paths.socket); turns++) await delay(5);
      assert.equal(existsSync(paths.socket), stays);
      await holder.stop();
      if (!stays) await delay(250);
      assert.ok(!existsSync(paths.socket), 'it went with the holder');
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
