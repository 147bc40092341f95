/** The lock: several real processes want one state file; dead ones leave it behind. */
import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { acquireLock, readHolder } from '../../store/lock.ts';

const holderModule = fileURLToPath(new URL('../help/lock-holder.ts', import.meta.url));

let folder = '';
let path = '';
const children: ChildProcess[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'refbot-lock-'));
  path = join(folder, 'state.json.lock');
});
afterEach(async () => {
  for (const child of children.splice(0)) await kill(child);
  await rm(folder, { recursive: true, force: true });
});

function start(): ChildProcess {
  const child = fork(holderModule, [path], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  children.push(child);
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

async function ask(child: ChildProcess, what: 'take' | 'release'): Promise<string> {
  const answer = once(child, 'message');
  child.send(what);
  return String((await answer)[0]);
}

test('kill -9 leaves a lock that the next one takes over, and nothing else', async () => {
  const child = start();
  assert.equal(await ask(child, 'take'), 'taken');
  assert.equal((await readHolder(path))?.pid, child.pid);
  await assert.rejects(acquireLock(path, null), { errorName: 'state-held' });
  await kill(child);
  assert.equal(await readHolder(path), null);
  const lock = await acquireLock(path, '/s');
  assert.deepEqual(await readHolder(path).then((holder) => [holder?.pid, holder?.socket]), [process.pid, '/s']);
  await lock.assertHeld();
  await lock.release();
  await lock.release();
  await assert.rejects(lock.assertHeld(), { errorName: 'state-held' });
  assert.deepEqual(await readdir(folder), []);
});

test('of many that find a dead lock at the same moment exactly one takes it over', async () => {
  const rivals = Array.from({ length: 5 }, start);
  for (let round = 0; round < 6; round++) {
    const dead = {
      pid: 999_999_999,
      start: '1',
      boot: null,
      space: null,
      host: 'x',
      socket: null,
      since: new Date(0).toISOString(),
    };
    const boot = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '')).trim();
    await writeFile(path, JSON.stringify({ ...dead, boot, token: String(round).repeat(16) }));
    // Rounds without this process space in the record are judged by their age.
    await utimes(path, new Date(0), new Date(0));
    // In odd rounds a taker has died half-way, after its claim.
    if (round % 2 === 1)
      await writeFile(
        `${path}.after-${String(round).repeat(16)}`,
        JSON.stringify({ ...dead, pid: 0, token: 'f'.repeat(16) }),
      );
    if (round % 2 === 1) await utimes(`${path}.after-${String(round).repeat(16)}`, new Date(0), new Date(0));
    const answers = await Promise.all(rivals.map((child) => ask(child, 'take')));
    assert.equal(answers.filter((answer) => answer === 'taken').length, 1, answers.join());
    assert.equal(answers.filter((answer) => answer === 'state-held').length, 4, answers.join());
    await ask(rivals[answers.indexOf('taken')]!, 'release');
    assert.equal(await readHolder(path), null);
    assert.deepEqual(await readdir(folder), [], 'claims are removed');
  }
});

test(
  'a process id that was used again does not hold the lock',
  { skip: process.platform === 'linux' ? false : 'needs /proc' },
  async () => {
    const lock = await acquireLock(path, null);
    const record = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
    await lock.release();
    await writeFile(path, JSON.stringify(record));
    assert.equal((await readHolder(path))?.pid, process.pid, 'the same process');
    await writeFile(path, JSON.stringify({ ...record, start: '12345' }));
    assert.equal(await readHolder(path), null, 'the same id, another start');
    await (await acquireLock(path, null)).release();
  },
);

test('a lock from elsewhere holds while its heartbeat is young', async () => {
  const elsewhere = {
    pid: 1,
    start: '5',
    boot: 'another machine',
    space: 'pid:[1]',
    host: 'other',
    socket: null,
    since: new Date().toISOString(),
    token: 'a'.repeat(16),
  };
  await writeFile(path, JSON.stringify(elsewhere));
  await assert.rejects(acquireLock(path, null), { errorName: 'state-held' });
  await utimes(path, new Date(), new Date(Date.now() - 60_000));
  await (await acquireLock(path, null)).release();
});

test('a damaged lock is taken over once it is not just being written', async () => {
  await writeFile(path, '{"pid":');
  await assert.rejects(acquireLock(path, null), { errorName: 'state-held' });
  await utimes(path, new Date(), new Date(Date.now() - 5_000));
  await (await acquireLock(path, null)).release();
});
