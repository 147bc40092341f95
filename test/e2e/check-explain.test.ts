/** `check --explain`: what a person and a program are told about the pace of a check, also where descriptors run out. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CheckPace } from '../../src/model/pace.ts';
import { blackHole, forwardProxy } from '../help/nasty.ts';
import { startTarget } from '../help/target.ts';
import { withWorld } from '../help/world.ts';

test('tells limits, waits, timeouts and the knob that helps, as text and as fields', async () => {
  const [target, proxy] = await Promise.all([startTarget(), forwardProxy()]);
  try {
    await withWorld(async (world) => {
      world.file('list.txt', `http://127.0.0.1:${proxy.port}\n`);
      await world.run(['proxies', 'import', 'list.txt', '--allow-private']);
      const check = ['check', '@all', '--target', `${target.http}/page`, '--explain', '--concurrency', '50'];
      const { stdout } = await world.run([...check, '--format', 'table']);
      for (const line of [
        /in flight +50 wanted, .* 1 at most (was|were); 2 connections in all/,
        /limit +\d+ ms 50 as many as wanted/,
        /waited for +/,
        /connect +timeout 3\.0 s, none shorter was learnt; 0 timed out/,
        /retries +none/,
        /probes +(none|\d+) of the page/,
        /^ {2}page +http:\S+\/page$/m,
        /least time +Σt\/C .* at 50 of .*: /,
      ])
        assert.match(stdout, line);
      assert.doesNotMatch(stdout, /judge/, 'nobody asked one');
      const { data } = await world.json<{
        readonly judge: null;
        readonly page: string;
        readonly pace: CheckPace & { leastMs: number; advice: string };
      }>(check);
      assert.equal(data.pace.wanted, 50);
      assert.equal(data.pace.connections, 2);
      for (const [name, value] of Object.entries(data.pace))
        if (typeof value === 'number') assert.ok(Number.isInteger(value), `${name} ${value}`);
      assert.deepEqual([data.judge, data.page], [null, `${target.http}/page`]);
      assert.ok(data.pace.advice.length > 0 && data.pace.leastMs >= 0);
      assert.ok(!(await world.run(check.filter((word) => word !== '--explain'))).stdout.includes('leastMs'));
    });
  } finally {
    await Promise.all([target.stop(), proxy.stop()]);
  }
});

test('--retries says for one check how often who timed out is tried again', async () => {
  const hole = await blackHole();
  try {
    await withWorld(async (world) => {
      await world.run(['proxies', 'import', '-', '--allow-private'], { input: `http://127.0.0.1:${hole.port}\n` });
      for (const retries of [0, 2]) {
        const check = ['check', '@all', '--connect-timeout', '80ms', '--retries', String(retries), '--explain'];
        const { data } = await world.json<{ readonly reasons: object; readonly pace: CheckPace }>(check);
        const { retried, timeouts, busyMs, timeoutsMs } = data.pace;
        assert.deepEqual([data.reasons, retried, timeouts], [{ 'connect-timeout': 1 }, retries, retries + 1]);
        assert.ok(Number.isInteger(busyMs) && Number.isInteger(timeoutsMs), `${busyMs} ${timeoutsMs}`);
      }
      assert.equal((await world.json(['check', '--retries', '11'])).code, 2);
    });
  } finally {
    await hole.stop();
  }
});

test(
  'out of descriptors: the check says so, and blames nobody',
  { skip: process.platform !== 'linux' && 'ulimit is the shell’s' },
  async () => {
    const [target, slow] = await Promise.all([startTarget(), forwardProxy({ delayMs: 60 })]);
    try {
      await withWorld(async (world) => {
        // One proxy with many users is many proxies.
        world.file(
          'list.txt',
          Array.from({ length: 200 }, (_, n) => `http://u${n}:p@127.0.0.1:${slow.port}\n`).join(''),
        );
        await world.run(['proxies', 'import', 'list.txt', '--allow-private']);
        const check = ['check', '@all', '--target', `${target.http}/page`, '--explain', '--format', 'table'];
        const { code, stdout, stderr } = await world.run([...check, '--concurrency', '700'], { descriptors: 64 });
        assert.equal(code, 0, stderr);
        assert.match(stdout, /checked 200 in .*: 200 working\n/);
        assert.match(stdout, /limit .*\d out of file descriptors/);
        assert.match(stdout, /64 wanted, 64 allowed/);
        assert.match(stderr, /--concurrency 700: the file descriptors allow 64; `doctor` tells/);
        const doctor = await world.json<readonly { readonly check: string; readonly found: string }[]>(['doctor'], {
          descriptors: 64,
        });
        const limits = doctor.data.find(({ check: name }) => name === 'file descriptors');
        assert.match(limits?.found ?? '', /^soft limit 64, hard 64: 64 checks in flight/);
      });
    } finally {
      await Promise.all([target.stop(), slow.stop()]);
    }
  },
);
