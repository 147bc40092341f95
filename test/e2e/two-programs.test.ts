/** A second program on the same state runs its command inside the first, and its files and exit status are its own. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ProxyRow } from '../../src/model/proxy.ts';
import { withWorld } from '../help/world.ts';

test('a tag set from a second terminal is seen by the first', async () => {
  await withWorld(async (world) => {
    world.file('list.txt', '198.41.0.4:8080\n198.41.0.5:8080\n');
    const holder = world.start(['serve']);
    await holder.until(/./);
    const imported = await world.json<{ added: number }>(['proxies', 'import', 'list.txt']);
    assert.equal(imported.data.added, 2);
    assert.equal((await world.run(['proxies', 'tag', '198.41.0.4:8080', 'mine'])).code, 0);
    const { data } = await world.json<readonly ProxyRow[]>(['proxies', 'list']);
    assert.deepEqual(
      data.map(({ tags }) => tags),
      [['mine'], []],
    );
    const wrong = await world.run(['proxies', 'tag', '9.9.9.9:1', 'mine']);
    assert.equal(wrong.code, 1);
    assert.match(wrong.stderr, /E403/);
    holder.child.kill('SIGTERM');
    const { code, signal } = await holder.ended;
    assert.ok(code === 0 || code === 143 || signal === 'SIGTERM', `serve left with ${code} ${signal}`);
    const after = await world.json<readonly ProxyRow[]>(['proxies', 'list']);
    assert.deepEqual(
      after.data.map(({ tags }) => tags),
      [['mine'], []],
      'what it did was kept',
    );
  });
});

test('a flag that would weaken the first program is refused', async () => {
  await withWorld(async (world) => {
    const holder = world.start(['serve']);
    await holder.until(/./);
    const { code } = await world.run(['proxies', 'import', '-', '--allow-private'], { input: '127.0.0.9:8080\n' });
    assert.equal(code, 6);
    world.file('list.txt', '127.0.0.9:8080\n');
    // Inside a text as well, however it got there.
    for (const text of [
      'proxies import list.txt --allow-private',
      'let n = (proxies import list.txt --allow-private)',
    ]) {
      const scripted = await world.run(['-c', text]);
      assert.equal(scripted.code, 6, text);
      assert.match(scripted.stderr, /E604/);
    }
    const { data } = await world.json<{ total: number }>(['proxies', 'stats']);
    assert.equal(data.total, 0);
  });
});

test('what a command said is done outlives a holder that is killed the moment after', async () => {
  await withWorld(async (world) => {
    world.file('list.txt', '198.41.0.4:8080\n198.41.0.5:8080\n198.41.0.6:8080\n');
    for (const [line, wanted] of [
      [
        ['proxies', 'import', 'list.txt'],
        [false, '', 3],
      ],
      [
        ['proxies', 'tag', '198.41.0.4:8080', 'mine'],
        [false, 'mine', 3],
      ],
      [
        ['proxies', 'ban', '198.41.0.4:8080'],
        [true, 'mine', 3],
      ],
      [
        ['proxies', 'remove', '198.41.0.6:8080', '--yes'],
        [true, 'mine', 2],
      ],
    ] as const) {
      // Its own turn to save comes a minute later.
      const holder = world.start(['serve'], { env: { REFBOT_SAVE_STATE_INTERVAL_SECONDS: '60' } });
      await holder.until(/./);
      const { code, stderr } = await world.run(line);
      holder.child.kill('SIGKILL');
      assert.equal(code, 0, stderr);
      await holder.ended;
      const { data } = await world.json<readonly ProxyRow[]>(['proxies', 'list']);
      const first = data.find(({ address }) => address === '198.41.0.4:8080');
      assert.deepEqual([first?.banned, first?.tags.join(), data.length], wanted, line.join(' '));
    }
  });
});
