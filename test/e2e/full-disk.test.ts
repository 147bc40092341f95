/** A running program whose disk fills up: it refuses what it cannot keep and says why, goes on, and recovers by itself. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { World } from '../help/world.ts';

const world = new World();
const folder = dirname(world.stateFile);
const mounted = ((): boolean => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

after(() => world.end());

function fill(file: string): void {
  try {
    for (let size = 1; ; size++) writeFileSync(file, Buffer.alloc(4_096), { flag: size === 1 ? 'w' : 'a' });
  } catch {
    // It is full.
  }
}

test(
  'the disk of a running program is full for a while',
  { skip: mounted ? false : 'needs the right to mount a tmpfs' },
  async () => {
    try {
      const holder = world.start(['serve'], { env: { REFBOT_SAVE_STATE_INTERVAL_SECONDS: '60' } });
      await holder.until(/./);
      const alias = (name: string): ReturnType<World['run']> =>
        world.run(['alias', name, '=', 'echo', 'x'.repeat(6_000)]);
      assert.equal((await alias('before')).code, 0);
      const ballast = join(folder, 'ballast');
      fill(ballast);
      const refused = await alias('during');
      assert.deepEqual([refused.code, /E304.*ENOSPC/s.test(refused.stderr)], [5, true], refused.stderr);
      const health = await world.json<readonly Record<string, unknown>[]>(['proxies', 'health']);
      assert.match(JSON.stringify(health), /ENOSPC/);
      rmSync(ballast);
      assert.equal((await alias('after')).code, 0);
      holder.child.kill('SIGKILL');
      await holder.ended;
      const { data } = await world.json<readonly { name: string }[]>(['alias']);
      // What was refused stayed in memory, as it was said, and went with the next one.
      assert.deepEqual(data.map(({ name }) => name).sort(), ['after', 'before', 'during']);
      assert.equal((await world.run(['state', 'verify'])).code, 0);
    } finally {
      execFileSync('umount', ['-l', folder]);
      await world.end();
    }
  },
);
