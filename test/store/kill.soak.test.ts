/**
 * kill -9 in the middle of writing, again and again, on one state: it always opens, everything that was acknowledged is
 * there, no temp or lock stays in the way. 15 kills; `npm run test:soak`: 200.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openTestStore } from '../help/open-test-store.ts';

const KILLS = process.env.REFBOT_SOAK ? 200 : 15;
const writer = fileURLToPath(new URL('../help/store-writer.ts', import.meta.url));

test(`${KILLS} kills lose nothing that was acknowledged`, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'refbot-kill-'));
  const file = join(folder, 'state.json');
  try {
    let acknowledged = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const child = spawn(process.execPath, [writer, file], { stdio: ['ignore', 'pipe', 'inherit'] });
      const gone = once(child, 'exit');
      let timer: NodeJS.Timeout | undefined;
      // One number a line: rows that are durable now. The kill comes at a random moment after the first.
      for await (const line of createInterface({ input: child.stdout })) {
        if (line.startsWith('broken')) assert.fail(line);
        acknowledged = Math.max(acknowledged, Number(line));
        timer ??= setTimeout(() => child.kill('SIGKILL'), Math.random() * 60);
      }
      clearTimeout(timer);
      assert.equal((await gone)[1], 'SIGKILL');
    }
    const { store, rows } = await openTestStore(file);
    assert.deepEqual(
      store.notices.filter((notice) => !notice.includes('its last line is cut off')),
      [],
    );
    assert.ok(rows.count() >= acknowledged, `${rows.count()} of ${acknowledged}`);
    assert.ok(acknowledged >= KILLS);
    assert.deepEqual(
      rows.rows.map((row) => row[0]),
      Array.from({ length: rows.count() }, (_, index) => index + 1),
    );
    await store.close();
    const left = (await readdir(folder)).filter((name) => !/^state\.json(\.bak|\.journal-\d+(\.bad-.*)?)?$/.test(name));
    assert.deepEqual(left, [], 'no lock, no temp');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
