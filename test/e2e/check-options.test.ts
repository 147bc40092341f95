/** `check` with what the operator names: a page of their own with an expectation, a judge in another process. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CheckSummary } from '../../src/engine/types.ts';
import type { ProxyRow } from '../../src/model/proxy.ts';
import { deadPort } from '../help/checking.ts';
import { answers, forwardProxy } from '../help/nasty.ts';
import { startTarget } from '../help/target.ts';
import { withWorld, type Running, type World } from '../help/world.ts';

test('a page of their own decides by status, body, header and latency, over HTTP and HTTPS', async () => {
  const [target, good, banner] = await Promise.all([startTarget(), forwardProxy(), answers('SSH-2.0-x\r\n')]);
  const cases: readonly (readonly [url: string, expectation: string | null, works: boolean])[] = [
    [`${target.http}/page`, null, true],
    [`${target.https}/page`, null, true],
    [`${target.http}/nothing`, null, false],
    [`${target.http}/nothing`, 'status = 404', true],
    [`${target.https}/page`, 'status = 200 and body ~ "same bytes"', true],
    [`${target.https}/page`, 'body ~ "other bytes"', false],
    [`${target.http}/page`, 'headers.content-type ~ "text/html"', true],
    [`${target.https}/page`, 'headers.content-type ~ "json"', false],
    [`${target.https}/page`, 'headers.no-such = 1', false],
    [`${target.http}/page`, 'latency < 3s', true],
    [`${target.https}/page`, 'latency > 3s', false],
  ];
  try {
    await withWorld(async (world) => {
      const script = cases.flatMap(([url, expectation]) => [
        `check @all --timeout 3s --target ${url}${expectation === null ? '' : ` --expect '${expectation}'`}`,
        `targets show ${url} | select address,passed,reason | to jsonl > rows.jsonl`,
      ]);
      const addresses = [good, banner].map(({ port }) => `127.0.0.1:${port}`);
      world.file('list.txt', addresses.map((address) => `http://${address}\n`).join(''));
      script.unshift('proxies import list.txt --allow-private');
      world.file('all.refbot', script.join('\n').replaceAll('> rows', '>> rows'));
      const { code, stderr } = await world.run(['run', 'all.refbot', '--allow-private']);
      assert.equal(code, 0, stderr);
      const rows = world.read('rows.jsonl').trim().split('\n');
      const of = (address: string): string[] =>
        rows
          .map((line) => JSON.parse(line) as { address: string; passed: boolean; reason: string | null })
          .filter((row) => row.address.includes(address))
          .map(({ passed, reason }) => (passed ? 'passed' : `failed ${reason}`));
      assert.deepEqual(
        of(addresses[0]!).map((verdict, nth) => [...cases[nth]!.slice(0, 2), verdict]),
        cases.map(([url, expectation, works]) => [url, expectation, works ? 'passed' : 'failed unexpected-page']),
      );
      assert.deepEqual(of(addresses[1]!), Array(cases.length).fill('failed bad-reply'));
    });
  } finally {
    await Promise.all([target.stop(), good.stop(), banner.stop()]);
  }
});

/** A judge in a process of its own, with its URLs. */
async function startJudge(
  world: World,
  ports: readonly string[],
): Promise<{ judge: Running; http: string; https: string }> {
  const judge = world.start(['judge', 'start', ...ports, '--json']);
  await judge.until(/"https":"[^"]+"/);
  return { judge, ...(JSON.parse(/\{"http":[^}]+\}/.exec(judge.seen())![0]) as { http: string; https: string }) };
}
const port = (url: string): string => new URL(url).port;

test('a judge of another process serves by either URL; one that is none is an error', async () => {
  const [proxy, web] = await Promise.all([forwardProxy(), answers('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi')]);
  try {
    await withWorld(async (world) => {
      await world.run(['proxies', 'import', '-', '--allow-private'], { input: `http://127.0.0.1:${proxy.port}\n` });
      const { judge, http, https } = await startJudge(world, ['--port', '0', '--https-port', '0']);
      for (const url of [http, https]) {
        const { data } = await world.json<CheckSummary>(['check', '@all', '--judge', url]);
        assert.deepEqual([data.working, data.judge], [1, new URL(url).href]);
        const [row] = (await world.json<readonly ProxyRow[]>(['proxies', 'list'])).data;
        assert.deepEqual(row?.protocols, ['http', 'https']);
      }
      judge.child.kill('SIGTERM');
      await judge.ended;
      for (const url of [`http://127.0.0.1:${await deadPort()}`, `http://127.0.0.1:${web.port}`, http]) {
        const { ok, code, error } = await world.json(['check', '@all', '--judge', url]);
        assert.deepEqual([ok, code, error?.code], [false, 5, 'E502'], url);
        assert.match(error?.message ?? '', /judge/);
      }
      const [row] = (await world.json<readonly ProxyRow[]>(['proxies', 'list'])).data;
      assert.equal(row?.status, 'working', 'no proxy is the worse for it');
    });
  } finally {
    await Promise.all([proxy.stop(), web.stop()]);
  }
});

test('a judge that is killed in the middle of a check costs no proxy anything', async () => {
  const proxies = await Promise.all(Array.from({ length: 30 }, () => forwardProxy({ delayMs: 60 })));
  const asked = (): number => proxies.reduce((sum, { seen }) => sum + seen.total, 0);
  try {
    await withWorld(async (world) => {
      const input = proxies.map(({ port }) => `http://127.0.0.1:${port}\n`).join('');
      await world.run(['proxies', 'import', '-', '--allow-private'], { input });
      const { judge, http, https } = await startJudge(world, ['--port', '0', '--https-port', '0']);
      const check = ['check', '--concurrency', '3', '--judge', http];
      const running = world.json<CheckSummary>(check);
      while (asked() < 30) await sleep(5);
      judge.child.kill('SIGKILL');
      const { data, code } = await running;
      assert.equal(code, 0);
      assert.equal(data.checked, 30);
      assert.ok(data.working > 0 && data.working < 30, `${data.working} were through`);
      assert.deepEqual(Object.keys(data.reasons), data.failed > 0 ? ['judge-down'] : []);
      const { data: rows } = await world.json<readonly ProxyRow[]>(['proxies', 'list']);
      for (const row of rows) assert.ok(row.status === 'working' || row.status === 'new', row.status);
      await startJudge(world, ['--port', port(http), '--https-port', port(https)]);
      assert.equal((await world.json<CheckSummary>([...check, '@all'])).data.working, 30);
    });
  } finally {
    await Promise.all(proxies.map((proxy) => proxy.stop()));
  }
});
