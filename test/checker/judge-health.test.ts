/** What is told of a judge in trouble: at once when it begins, once while it lasts, and its end when all of its pages are back for good. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { JudgeHealth } from '../../src/checker/judge-health.ts';
import type { Ask } from '../../src/checker/judge-plan.ts';

const ask = (authority: string, secure = false): Ask => ({ secure, authority }) as Ask;
const [ECHO, PAGE] = [ask('a.test:1'), ask('a.test:1')];
const SILENT = { how: 'silent', detail: 'no reply' } as const;
const OTHER = { how: 'other', detail: 'another page' } as const;
/** Longer than a judge must have answered to be back. */
const BACK = 450;

function world(): { readonly health: JudgeHealth; readonly told: (string | null)[]; end(): void } {
  const abort = new AbortController();
  const told: (string | null)[] = [];
  const health = new JudgeHealth(
    (trouble) => told.push(trouble && `${trouble.at} ${trouble.how} ${trouble.detail}`),
    abort.signal,
  );
  return { health, told, end: () => abort.abort() };
}

test('the same trouble is told once, another one again, with the address of the page', () => {
  const { health, told, end } = world();
  for (let nth = 0; nth < 3; nth++) health.down(ask('b.test', true), SILENT);
  const page = ask('b.test', true);
  health.down(page, SILENT);
  assert.deepEqual(told, ['https://b.test silent no reply']);
  end();
});

test('a judge is back when all of its pages are, and stay', async () => {
  const { health, told, end } = world();
  health.down(ECHO, SILENT);
  health.down(PAGE, SILENT);
  health.down(ECHO, OTHER);
  const troubles = ['http://a.test:1 silent no reply', 'http://a.test:1 other another page'];
  assert.deepEqual(told, troubles);
  health.up(ECHO);
  await sleep(BACK);
  assert.deepEqual(told, troubles, 'the other page is still in trouble');
  health.up(PAGE);
  await sleep(50);
  health.down(PAGE, OTHER);
  await sleep(BACK);
  assert.deepEqual(told, troubles, 'it came and went');
  health.up(PAGE);
  health.up(PAGE);
  await sleep(BACK);
  assert.deepEqual(told, [...troubles, null]);
  end();
});

test('when the run ends what was not told yet is told: that it is back, but only if it is', () => {
  const back = world();
  back.health.down(ECHO, SILENT);
  back.health.up(ECHO);
  back.end();
  assert.equal(back.told.at(-1), null);
  const gone = world();
  gone.health.down(ECHO, SILENT);
  gone.end();
  assert.deepEqual(gone.told, ['http://a.test:1 silent no reply']);
  const well = world();
  well.end();
  assert.deepEqual(well.told, []);
});
