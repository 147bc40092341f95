/** What commands took away comes back by `undo`: with a real pool and store, and on the disk. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { UNDO_KEPT, UndoStack } from '../../src/engine/undo.ts';
import { fail, toRefbotError } from '../../src/model/errors.ts';
import { withEngine } from '../help/engine-world.ts';
import { keptState } from '../help/store-kept.ts';

const LIST = 'http://127.0.0.1:8001\nsocks5://ann:secret@127.0.0.2:8002\n127.0.0.3:8003\n';

test('removed proxies come back whole, and durably', async () => {
  await withEngine(
    async ({ folder, line, engine }) => {
      await writeFile(join(folder, 'list.txt'), LIST);
      await line.say('proxies import list.txt; proxies tag 2 fast; proxies ban 3');
      const before = (await line.ask<unknown[]>('proxies list')).data;
      const stored = async (): Promise<unknown> => (await keptState(join(folder, 'state.json'))).proxies;
      const kept = await stored();
      const { notes } = await line.say('proxies remove @all', { yes: true });
      assert.equal(notes, '`undo` brings them back');
      assert.notDeepEqual(await stored(), kept);
      assert.match((await line.say('undo --list')).data, /^removed 3 proxies\t20/);
      const { data } = await line.ask<{ undone: string }>('undo');
      assert.equal(data.undone, 'removed 3 proxies');
      assert.deepEqual((await line.ask<unknown[]>('proxies list')).data, before);
      assert.equal(engine.view.endpoint(2).password, 'secret');
      assert.deepEqual(await stored(), kept, 'an undone removal is on the disk when the command has ended');
    },
    { mode: 'shell' },
  );
});

test('tags, bans, sources and configuration are taken back, newest first, and only what was changed', async () => {
  await withEngine(async ({ folder, line, engine }) => {
    await writeFile(join(folder, 'list.txt'), LIST);
    await line.say('proxies import list.txt; proxies tag 1 fast; proxies ban 3');
    await line.say('proxies tag @all fast; proxies ban 2 3; proxies untag 1 fast; proxies unban @all');
    await line.say(
      'sources add list.txt --name mine; sources disable mine; sources disable mine; config set timeout 5s',
    );
    assert.equal((await line.say('sources remove mine', { yes: true })).notes, '', 'one of its own could not undo it');
    await line.say('config reset timeout; config set timeout 8s; config set timeout 8s');
    const tags = () => [1, 2, 3].map((id) => engine.view.row(id).tags.join());
    const bans = () => [1, 2, 3].filter((id) => engine.view.row(id).banned);
    const mine = () => engine.view.sources().find(({ name }) => name === 'mine')?.enabled;
    const timeout = () => engine.config.origin('timeout') + engine.config.get('timeout');
    /** What is undone, and what is so then. */
    const steps: readonly (readonly [string, () => unknown, unknown])[] = [
      ['set timeout', timeout, 'default8000'],
      ['reset timeout', timeout, 'file5000'],
      ['removed source mine', mine, false],
      ['set timeout', timeout, 'default8000'],
      ['disabled source mine', mine, true],
      ['unbanned 2 proxies', bans, [2, 3]],
      ['untagged 1 proxy fast', tags, ['fast', 'fast', 'fast']],
      ['banned 1 proxy', bans, [3]],
      ['tagged 2 proxies fast', tags, ['fast', '', '']],
      ['banned 1 proxy', bans, []],
      ['tagged 1 proxy fast', tags, ['', '', '']],
    ];
    assert.deepEqual(
      engine.view.undos().map(({ what }) => what),
      steps.map(([what]) => what),
    );
    for (const [what, found, wanted] of steps) {
      assert.equal((await line.ask<{ undone: string }>('undo')).data.undone, what);
      assert.deepEqual(found(), wanted, what);
    }
    const { status, error } = await line.ask('undo');
    assert.deepEqual([status, error?.code], [1, 'E409']);
    assert.match((await line.say('undo --list')).data, /^$/);
  });
});

test('a source that was added again meanwhile is not doubled; one whose name was taken gets another', async () => {
  await withEngine(async ({ folder, line, engine }) => {
    for (const name of ['a.txt', 'b.txt']) await writeFile(join(folder, name), LIST);
    const own = () =>
      engine.view
        .sources()
        .filter(({ kind }) => kind === 'own')
        .map(({ name }) => name);
    await line.say('sources add a.txt --name one; sources remove one; sources add a.txt --name two', { yes: true });
    await line.ask('undo');
    assert.deepEqual(own(), ['two']);
    await line.say('sources remove two; sources add b.txt --name two', { yes: true });
    await line.ask('undo');
    assert.deepEqual(own(), ['two', 'two-2']);
  });
});

test('a restored backup is another state: nothing done before can be undone', async () => {
  await withEngine(async ({ folder, line, engine }) => {
    await writeFile(join(folder, 'list.txt'), LIST);
    const made = await line.ask<{ name: string }>('backup create');
    await line.say('proxies import list.txt; proxies tag @all old');
    assert.equal(engine.view.undos().length, 1);
    await line.ask(`backup restore ${made.data.name}`);
    assert.deepEqual(engine.view.undos(), []);
  });
});

test('the stack is bounded by number and by bytes, keeps the newest, and goes on after a failure', async () => {
  const stack = new UndoStack({ now: () => 0, monotonic: () => 0 });
  const done: number[] = [];
  /** The newest take longest. */
  const slow = async (n: number): Promise<void> => {
    for (let turn = 0; turn < n; turn++) await Promise.resolve();
    done.push(n);
  };
  for (let n = 1; n <= UNDO_KEPT + 5; n += 1) stack.add({ what: `act ${n}`, undo: () => slow(n) });
  assert.equal(stack.list().length, UNDO_KEPT);
  assert.deepEqual(stack.list()[0], { what: `act ${UNDO_KEPT + 5}`, at: new Date(0).toISOString() });
  await Promise.all([stack.undo(), stack.undo()]);
  assert.deepEqual(done, [25, 24], 'one after the other');

  stack.add({ what: 'large', bytes: 20e6, undo: async () => {} });
  stack.add({ what: 'larger', bytes: 40e6, undo: async () => {} });
  assert.deepEqual(
    stack.list().map(({ what }) => what),
    ['larger'],
  );

  let full = true;
  const disk = async (): Promise<void> => {
    if (full) throw fail('state-write', 'the disk is full');
  };
  stack.add({ what: 'kept', undo: disk });
  await assert.rejects(stack.undo(), (error) => toRefbotError(error).errorName === 'state-write');
  full = false;
  assert.equal((await stack.undo()).what, 'kept', 'what may work later stays');
  stack.add({ what: 'gone', undo: () => Promise.reject(fail('unknown-source', 'there is no source x')) });
  await assert.rejects(stack.undo(), /no source x/);
  assert.equal((await stack.undo()).what, 'larger', 'what is impossible does not block those before it');
});
