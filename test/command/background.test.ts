/** `&`: pipelines as jobs beside what follows, in scripts that wait for them and at the prompt of a shell that does not. */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { KeptIo } from '../../src/command/run/kept-io.ts';
import type { Face } from '../../src/command/face.ts';
import { withEngine } from '../help/engine-world.ts';
import type { EngineWorld } from '../help/engine-world.ts';
import { RecordingIo } from '../help/recording-io.ts';

const FACE: Face = { quit() {}, clear() {} };
const jobs = ({ engine }: EngineWorld) => engine.jobs.list().map(({ id, title, state }) => `${id} ${title} ${state}`);

test('a script goes on at once, shows what its jobs say when they end, and waits for them', async () => {
  await withEngine(async (world) => {
    const said = await world.line.say('sleep 60ms & echo now; proxies list | count &\necho "next"');
    assert.equal(said.status, 0);
    assert.equal(said.data, 'now\nnext\n0\n');
    assert.match(
      said.notes,
      /^\[1\] sleep 60ms\n\[2\] proxies list \| count\n\[2\] done {2}.*\n\[1\] done {2}sleep 60ms {2}/,
    );
    assert.deepEqual(jobs(world), ['1 sleep 60ms done', '2 proxies list | count done']);
  });
});

test('exit, an error and Ctrl-C end the jobs of a script', async () => {
  await withEngine(async (world) => {
    assert.equal((await world.line.say('sleep 1h & exit 3')).status, 3);
    assert.equal((await world.line.say('sleep 1h & proxies show 999')).status, 1);
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 30);
    assert.equal((await world.line.say('sleep 1h &', {}, stop.signal)).status, 130);
    assert.deepEqual(jobs(world), ['1 sleep 1h cancelled', '2 sleep 1h cancelled', '3 sleep 1h cancelled']);
  });
});

test('a job that fails says so and fails nothing else; its variables are its own', async () => {
  await withEngine(async ({ line }) => {
    const said = await line.say('def bad { let x = 2; proxies show 999 }; let x = 1; bad & wait; echo "$x $last.ok"');
    assert.equal(said.status, 0);
    assert.equal(said.data.endsWith('1 true\n'), true, said.data);
    assert.match(said.notes, /\[1\] failed {2}bad[^]*error\[E403\]/);
  });
});

test('its arguments are taken when it begins, and what is wrong with them is said at once', async () => {
  await withEngine(async ({ line }) => {
    assert.equal((await line.say('let x = 1; echo $x & let x = 2')).data, '1\n');
    assert.equal((await line.say('let n = ten; proxies top $n & echo never')).status, 2);
  });
});

test('what destroys something cannot ask there', async () => {
  await withEngine(async ({ line, engine }) => {
    const said = await line.say('proxies remove @all &');
    assert.match(said.notes, /failed[^]*E603/);
    assert.equal((await line.say('proxies remove @all --yes &')).notes.includes('failed'), false);
    assert.equal(engine.jobs.list().length, 2);
  });
});

test('what a command starts belongs to its line: one job, of that kind', async () => {
  await withEngine(async (world) => {
    await writeFile(join(world.folder, 'list.txt'), '127.9.9.9:1\n');
    await world.line.say('proxies import list.txt &');
    assert.deepEqual(
      world.engine.jobs.list().map(({ kind, title }) => `${kind}: ${title}`),
      ['import: proxies import list.txt'],
    );
    await world.line.say('proxies list | select address > ./out.tsv &');
    assert.equal(await readFile(join(world.folder, 'out.tsv'), 'latin1'), '127.9.9.9:1\n');
  });
});

test('at the prompt of a shell a job outlives its line; kill ends it', async () => {
  await withEngine(
    async (world) => {
      const line = new AbortController();
      assert.equal((await world.line.say('sleep 1h &', {}, line.signal)).status, 0);
      line.abort();
      assert.deepEqual(jobs(world), ['1 sleep 1h running']);
      await world.line.say('kill 1');
      assert.deepEqual(jobs(world), ['1 sleep 1h cancelled']);
    },
    { face: FACE },
  );
});

test('what is kept is bounded, in order, and says what it lost', async () => {
  const io = new RecordingIo('.');
  const kept = new KeptIo(io, () => {});
  kept.note('first');
  await kept.write('a');
  await kept.write('b');
  kept.note('then');
  await kept.write('x'.repeat(600_000));
  await kept.write('more');
  assert.equal(io.events.length, 0);
  await kept.release();
  assert.deepEqual(
    io.events.map((event) => event.slice(0, 40)),
    ['note first', 'write', 'note then', 'write', 'note 75727 more characters were not kept'],
  );
  assert.equal(io.data.slice(0, 3), 'abx');
});
