/** Own pages in the state: acknowledged is on the disk, a restored backup brings them back, an undone removal their results. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { deadPort } from '../help/checking.ts';
import { withEngine } from '../help/engine-world.ts';
import { forwardProxy } from '../help/nasty.ts';
import { keptState } from '../help/store-kept.ts';
import { startTarget } from '../help/target.ts';

test('results are on the disk when the check has ended, and come back with a backup or an undo', async () => {
  const [target, proxy] = await Promise.all([startTarget(), forwardProxy()]);
  const page = `${target.http}/page`;
  const input = async function* () {
    yield Buffer.from(`http://127.0.0.1:${proxy.port}\n`);
  };
  try {
    await withEngine(async ({ folder, engine }) => {
      const { act, view } = engine;
      const kept = () => keptState(join(folder, 'state.json'));
      await act.import(input(), { source: 'one', allowPrivate: true });
      await act.check({ select: 'due', target: page });
      const { documents, proxies } = await kept();
      assert.deepEqual(
        (documents['targets'] as { list: readonly { url: string }[] }).list.map(({ url }) => url),
        [page],
      );
      const [stored] = proxies[0]!['targets'] as readonly (readonly unknown[])[];
      assert.deepEqual(stored?.slice(0, 3), [1, 'passed', 200]);

      const { id } = view.target(page);
      const before = view.targetResult(id, 1);
      assert.equal(before?.passed, true);
      await act.remove([1]);
      assert.equal(view.targetResult(id, 1), null);
      await act.undo();
      assert.deepEqual(view.targetResult(id, 1), before);

      const { name } = await act.createBackup('test');
      await act.removeTarget('/page');
      assert.deepEqual([view.targets(), view.row(1).targets], [[], []]);
      assert.deepEqual(((await kept()).documents['targets'] as { list: unknown[] }).list, []);
      await act.restoreBackup(name);
      assert.deepEqual(view.targetResult(view.target(page).id, 1), before);
      // Its number is taken: another page does not get the results of this one.
      await act.check({ select: [1], target: `${target.http}/nothing` });
      assert.deepEqual(
        view.detail(1).ownPages.map(({ status }) => status),
        [200, 404],
      );
    });
  } finally {
    await Promise.all([target.stop(), proxy.stop()]);
  }
});

test("what is wrong with a page is told until a page answers, and is not the judge's", async () => {
  const [target, proxy, dead] = await Promise.all([startTarget(), forwardProxy(), deadPort()]);
  const input = async function* () {
    yield Buffer.from(`http://127.0.0.1:${proxy.port}\n`);
  };
  try {
    await withEngine(async ({ engine: { act, view } }) => {
      const outage = () => view.status().judge.outage;
      await act.import(input(), { source: 'one', allowPrivate: true });
      await act.check({ select: [1], target: `http://127.0.0.1:${dead}/` });
      assert.deepEqual([outage()?.who, outage()?.spared], ['page', 1]);
      await act.check({ select: [1], target: `http://127.0.0.1:${dead}/` });
      assert.equal(outage()?.spared, 2, 'it is the same trouble still');
      await act.check({ select: [1] });
      assert.equal(outage()?.who, 'page', 'no page has answered');
      await act.check({ select: [1], target: `${target.http}/page` });
      assert.equal(outage(), null, 'another page is asked: of the first one nobody knows');
      const told = view
        .log(50)
        .map(({ area, message }) => `${area}: ${message}`)
        .join('\n');
      assert.match(told, /^page: the page at http:\S+ does not answer .*: no proxy is blamed for that$/m);
      assert.doesNotMatch(told, /^judge: |answers again/m, 'the judge has nothing to do with it');
    });
  } finally {
    await Promise.all([target.stop(), proxy.stop()]);
  }
});

test('who was removed before he is measured is passed over', async () => {
  const proxy = await forwardProxy();
  const input = async function* () {
    yield Buffer.from(`http://127.0.0.1:${proxy.port}\n`);
  };
  try {
    await withEngine(async ({ engine: { act } }) => {
      await act.import(input(), { source: 'one', allowPrivate: true });
      await act.check({ select: [1] });
      const options = { bytes: 2_000, concurrency: 2, timeoutMs: 2_000 };
      const { measured, failed } = await act.measure({ ids: [99, 1], ...options });
      assert.deepEqual([measured, failed], [1, 0]);
    });
  } finally {
    await proxy.stop();
  }
});
