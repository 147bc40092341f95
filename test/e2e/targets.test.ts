/** Own pages end to end: real checks against a site of ours, what the commands make of them, and that a restart keeps it. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { CheckSummary } from '../../src/engine/types.ts';
import type { ProxyRow } from '../../src/model/proxy.ts';
import { startFarm } from '../../src/demo/farm.ts';
import { deadPort } from '../help/checking.ts';
import { withEngine } from '../help/engine-world.ts';
import { forwardProxy } from '../help/nasty.ts';
import { startTarget } from '../help/target.ts';
import { withWorld } from '../help/world.ts';

interface AtPage {
  readonly address: string;
  readonly passed: boolean;
  readonly reason: string | null;
  readonly status: number | null;
  readonly latencyMs: number | null;
  readonly checks: number;
  readonly passes: number;
}

test('each page has its own results, the judge has his, and the next start knows them all', async () => {
  const [target, good, dead] = await Promise.all([startTarget(), forwardProxy(), deadPort()]);
  const page = `${target.http}/page`;
  const nothing = `${target.http}/nothing`;
  try {
    await withWorld(async (world) => {
      const addresses = [good.port, dead].map((port) => `127.0.0.1:${port}`);
      world.file('list.txt', addresses.map((address) => `http://${address}\n`).join(''));
      const script = [
        'proxies import list.txt',
        'check',
        `check @all --target ${page}`,
        `check --target ${page}`,
        `check @all --target ${nothing}`,
      ];
      const { code, stderr } = await world.run(['run', world.file('all.refbot', script.join('\n')), '--allow-private']);
      assert.equal(code, 0, stderr);

      const { data: pages } = await world.json<readonly { page: string; checked: number; passed: number }[]>([
        'targets',
      ]);
      assert.deepEqual(
        pages.map(({ page, checked, passed }) => [page, checked, passed]),
        [
          [page, 2, 1],
          [nothing, 2, 0],
        ],
      );
      const { data: shown } = await world.json<readonly AtPage[]>(['targets', 'show', '/page']);
      assert.deepEqual(
        shown.map(({ address, passed, reason, status, checks, passes }) => [
          address,
          passed,
          reason,
          status,
          checks,
          passes,
        ]),
        [
          // Without a selection those that are known to fail are left out.
          [addresses[0], true, null, 200, 2, 2],
          [addresses[1], false, 'refused', null, 1, 0],
        ],
      );
      assert.ok(shown[0]!.latencyMs! > 0);
      const { data: rows } = await world.json<readonly ProxyRow[]>(['proxies', 'list']);
      assert.deepEqual(
        rows.map(({ address, status, failure, targets }) => [address, status, failure, targets]),
        [
          [addresses[0], 'working', null, [page]],
          [addresses[1], 'failed', 'refused', []],
        ],
        'a page that answers 404 takes nothing from a proxy that works',
      );
      const [first] = (
        await world.json<readonly (ProxyRow & { target: AtPage })[]>(['proxies', 'list', '--target', page])
      ).data;
      assert.deepEqual([first?.address, first?.target.status], [addresses[0], 200]);
      assert.deepEqual((await world.json<readonly ProxyRow[]>(['proxies', 'top', '--target', nothing])).data, []);
      assert.equal(
        (await world.json<readonly ProxyRow[]>(['proxies', 'list', '--where', 'targets ~ page'])).data.length,
        1,
      );
      const exported = await world.run(['proxies', 'export', '-', '--target', page]);
      assert.equal(exported.stdout, `${addresses[0]}\n`);
      const detail = await world.json<{ ownPages: readonly AtPage[]; checks: number }>([
        'proxies',
        'show',
        addresses[0]!,
      ]);
      assert.deepEqual(
        detail.data.ownPages.map(({ status }) => status),
        [200, 404],
      );
      assert.equal(detail.data.checks, 1, 'the checks of the judge alone');

      assert.equal((await world.json(['targets', 'show', '127.0.0.1'])).error?.code, 'E410');
      const both = await world.json(['check', '--target', page, '--judge', target.http]);
      assert.match(both.error?.message ?? '', /takes the place of the judge/);
      assert.equal((await world.json(['proxies', 'list', '--target', 'shop.example'])).error?.code, 'E410');
      assert.equal((await world.json(['targets', 'remove', '/page', '--yes'])).code, 0);
      assert.deepEqual(
        (await world.json<readonly { page: string }[]>(['targets'])).data.map(({ page }) => page),
        [nothing],
      );
      assert.deepEqual((await world.json<readonly ProxyRow[]>(['proxies', 'list'])).data[0]?.targets, []);
    });
  } finally {
    await Promise.all([target.stop(), good.stop()]);
  }
});

test('pages that differ in a key are two, though they look the same', async () => {
  const [target, good] = await Promise.all([startTarget(), forwardProxy()]);
  const [one, two] = ['first', 'second'].map((key) => `${target.http}/page?token=geheim-${key}`) as [string, string];
  try {
    await withWorld(async (world) => {
      world.file('list.txt', `http://127.0.0.1:${good.port}\n`);
      const script = [
        'proxies import list.txt',
        `check @all --target ${one}`,
        `check @all --target ${two} --expect 'status = 500'`,
      ];
      const ran = await world.run(['run', world.file('all.refbot', script.join('\n')), '--allow-private']);
      assert.equal(ran.code, 0, ran.stderr);
      const passed = async (page: string): Promise<number> =>
        (await world.json<readonly ProxyRow[]>(['proxies', 'list', '--target', page])).data.length;
      assert.deepEqual([await passed(one), await passed(two)], [1, 0]);
      const both = await world.json(['targets', 'show', `${target.http}/page?token=***`]);
      assert.equal(both.error?.code, 'E410');
      assert.match(both.error?.message ?? '', /part of several/);
      const shown = await world.json<readonly AtPage[]>(['targets', 'show', two]);
      assert.deepEqual(
        shown.data.map(({ passed, reason }) => [passed, reason]),
        [[false, 'unexpected-page']],
      );
      for (const text of [ran.stdout, ran.stderr, (await world.run(['state', 'export', '-'])).stdout])
        assert.doesNotMatch(text, /geheim/);
    });
  } finally {
    await Promise.all([target.stop(), good.stop()]);
  }
});

test('a page that is down condemns nobody', async () => {
  const [good, dead] = await Promise.all([forwardProxy(), deadPort()]);
  try {
    await withWorld(async (world) => {
      const input = `http://127.0.0.1:${good.port}\n`;
      await world.run(['proxies', 'import', '-', '--allow-private'], { input });
      await world.run(['check']);
      const { data } = await world.json<CheckSummary>(['check', '--target', `http://127.0.0.1:${dead}/`]);
      assert.deepEqual([data.checked, data.working, data.reasons], [1, 0, { 'judge-down': 1 }]);
      const [row] = (await world.json<readonly ProxyRow[]>(['proxies', 'list'])).data;
      assert.deepEqual([row?.status, row?.breaker, row?.failure, row?.targets], ['working', 'CLOSED', null, []]);
    });
  } finally {
    await good.stop();
  }
});

test('a man in the middle that the operator knows of works, and is told all the same', async () => {
  const [target, farm] = await Promise.all([startTarget(), startFarm({ proxies: 150 })]);
  try {
    await withEngine(async ({ folder, line }) => {
      const readers = farm.proxies.filter(({ behaviour }) => behaviour === 'tls-mitm');
      assert.ok(readers.length > 0);
      await writeFile(join(folder, 'list.txt'), readers.map(({ url }) => `${url}\n`).join(''));
      await line.ask('proxies import list.txt');
      const page = `${target.https}/page`;
      const found = async () => (await line.ask<readonly AtPage[]>(`targets show ${page}`)).data;
      const shown = async () => (await line.ask<Record<string, unknown>>('proxies show 1')).data;
      const check = `check @all --timeout 2s`;
      await line.ask(check);
      await line.ask(`${check} --target ${page}`);
      assert.deepEqual(
        (await found()).map(({ reason }) => reason),
        readers.map(() => 'tls-untrusted'),
      );
      assert.equal((await shown())['failure'], 'tls-untrusted');
      assert.deepEqual((await line.ask('proxies tls @all skip')).data, { changed: readers.length, tls: 'skip' });
      await line.ask(`${check} --target ${page}`);
      assert.ok((await found()).every(({ passed }) => passed));
      await line.ask(check);
      const { status, tlsIntact, tlsVerify } = await shown();
      assert.deepEqual([status, tlsIntact, tlsVerify], ['working', false, 'skip']);
      await line.ask('undo');
      await line.ask(check);
      const after = await shown();
      assert.deepEqual([after['failure'], after['tlsVerify']], ['tls-untrusted', 'verify']);
    });
  } finally {
    await Promise.all([target.stop(), farm.stop()]);
  }
});

test('throughput is measured through who works, kept, ranked by and exported; nothing else moves', async () => {
  let liesNow = false;
  // Of the right length, and not what the judge sent.
  const lie = (page: string): string =>
    `${page.slice(0, 50_000)}${liesNow ? '!!' : page.slice(50_000, 50_002)}${page.slice(50_002)}`;
  const [quick, slow, dead] = await Promise.all([
    forwardProxy({ reply: (body) => (body.length < 90_000 ? body : lie(body)) }),
    forwardProxy({ delayMs: 150 }),
    deadPort(),
  ]);
  try {
    await withWorld(async (world) => {
      const input = [quick.port, slow.port, dead].map((port) => `http://127.0.0.1:${port}\n`).join('');
      await world.run(['proxies', 'import', '-', '--allow-private'], { input });
      await world.run(['check']);
      const rows = async () => (await world.json<readonly ProxyRow[]>(['proxies', 'list'])).data;
      const before = await rows();
      assert.deepEqual(
        before.map(({ throughput }) => throughput),
        [null, null, null],
      );
      const { data } = await world.json<{ measured: number; failed: number }>(['proxies', 'speed', '--size', '200kb']);
      assert.deepEqual([data.measured, data.failed], [2, 0]);
      const after = await rows();
      assert.ok(after[0]!.throughput! > 0 && after[1]!.throughput! > 0 && after[2]!.throughput === null);
      assert.deepEqual(
        after.map((row) => ({ ...row, throughput: null })),
        before,
      );
      const ranked = (await world.json<readonly ProxyRow[]>(['proxies', 'top', '--by', 'throughput'])).data;
      assert.ok(ranked[0]!.throughput! >= ranked[1]!.throughput!);
      await world.run(['proxies', 'export', 'out.csv']);
      assert.match(world.read('out.csv'), new RegExp(`,${after[0]!.throughput},`));
      assert.match((await world.run(['proxies', 'show', '1'])).stdout, /throughput/);
      const one = await world.json<{ measured: number; failed: number }>(['proxies', 'speed', '1', '--size', '2kb']);
      assert.deepEqual([one.data.measured, one.data.failed], [1, 0], 'nobody who was not chosen');
      const none = await world.json<{ failed: number; reasons: object }>([
        'proxies',
        'speed',
        '1',
        '--url',
        `http://127.0.0.1:${dead}/`,
      ]);
      assert.deepEqual([none.data.failed, none.data.reasons], [1, { 'unexpected-page': 1 }]);
      assert.ok((await rows())[0]!.throughput! > 0, 'a page that is not there takes no measurement away');
      assert.equal((await world.json(['proxies', 'speed', '--size', '17mib'])).code, 2);
      const throughput = (await rows())[0]!.throughput;
      liesNow = true;
      const speed = ['proxies', 'speed', '1'];
      const lied = await world.json<{ measured: number; reasons: object; tampered: readonly object[] }>(speed);
      assert.deepEqual([lied.data.measured, lied.data.reasons], [0, { tampered: 1 }]);
      const tampered = [{ address: `127.0.0.1:${quick.port}`, changed: 'page: other from byte 50001 on' }];
      assert.deepEqual(lied.data.tampered, tampered);
      assert.match(
        (await world.run([...speed, '--format', 'table'])).stdout,
        /failed +tampered 1\n {2}tampered +127\.0\.0\.1:\d+: page: other from byte 50001 on\n/,
      );
      assert.equal((await rows())[0]!.throughput, throughput, 'what it had before stays');
    });
  } finally {
    await Promise.all([quick.stop(), slow.stop()]);
  }
});
