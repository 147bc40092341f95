/** One proxy's page: frames of each layout, a score that adds up, the breaker in words, copies, its neighbours, its removal. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { ProxyDetail } from '../../../src/engine/types.ts';
import type { PanelAction } from '../../../src/command/screen.ts';
import { fail } from '../../../src/model/errors.ts';
import { contributions } from '../../../src/shell/proxy-page/score-block.ts';
import { curlLine } from '../../../src/shell/proxy-page/curl-line.ts';
import { makeWorld, WORLD_NOW, worldDetail } from '../../help/shell-world.ts';
import { compare, theatre, type Theatre } from '../../help/theatre.ts';

interface Page extends Theatre {
  act(action: PanelAction): boolean;
  text(): string;
}

async function page(
  columns: number,
  rows: number,
  detail: (id: number) => ProxyDetail = (id) => worldDetail(id - 1),
  subject = '3',
  utf8 = true,
): Promise<Page> {
  const world = makeWorld();
  world.engine.view.detail = detail;
  const stage = await theatre(columns, rows, { world, utf8 });
  stage.show('proxy', undefined, subject);
  return {
    ...stage,
    act: (action) => stage.panel('proxy').act!(action, stage.scene(true), stage.port),
    text: () => stage.frame({ typing: false }),
  };
}

const changed =
  (change: Partial<ProxyDetail>) =>
  (id: number): ProxyDetail => ({ ...worldDetail(id - 1), ...change });

test('two columns at 120x36', async () => compare('120x36-proxy', (await page(120, 36)).text()));
test('one column at 80x24', async () => compare('80x24-proxy', (await page(80, 24)).text()));
test('tiny at 40x10', async () => compare('40x10-proxy', (await page(40, 10)).text()));
test('ASCII', async () => {
  const text = (await page(120, 36, undefined, '3', false)).text();
  assert.match(text, /^[\x20-\x7e\n]*$/);
  assert.match(text, /success +#+/);
});

test('all of a page in one column is reached by scrolling', async () => {
  const { text, act } = await page(70, 20);
  assert.doesNotMatch(text(), /newest/);
  for (const seen of [/reliability/, /breaker +CLOSED/, /checks +newest/]) {
    for (let pages = 0; pages < 5 && !seen.test(text()); pages++) act({ kind: 'move', by: 1, unit: 'page' });
    assert.match(text(), seen);
  }
  act({ kind: 'move', to: 'first' });
  assert.match(text(), /192\.0\.2\.3:8002 {2}#3 {2}working/);
});

test('the parts of a score add up to the score that is shown', () => {
  const share = fc.integer({ min: 0, max: 10_000 }).map((value) => value / 10_000);
  const weight = fc.integer({ min: 0, max: 100 });
  fc.assert(
    fc.property(fc.tuple(share, share, share), fc.tuple(weight, weight, weight), (parts, weights) => {
      const sum = weights[0] + weights[1] + weights[2];
      fc.pre(sum > 0);
      const exact = parts.map((part, index) => (part * weights[index]!) / sum);
      const score = Math.round(exact.reduce((total, value) => total + value, 0) * 10_000) / 10_000;
      const shown = contributions(exact, score);
      const total = shown.reduce((before, value) => before + value, 0);
      assert.equal(total.toFixed(3), (Math.round(score * 1000) / 1000).toFixed(3));
      for (const [index, value] of shown.entries()) assert.ok(Math.abs(value - exact[index]!) < 0.001 + 1e-9);
    }),
    { numRuns: 500 },
  );
});

test('what is known is said in words; what is not known is said to be so', async () => {
  const { text } = await page(
    120,
    40,
    changed({
      address: 'ann@[2001:db8::7]:3128',
      hasPassword: true,
      status: 'testing',
      banned: true,
      anonymity: 'transparent',
      tlsIntact: false,
      changed: 'page: 212 bytes added',
      failure: 'tampered',
      country: null,
      exit: null,
      tags: ['good', 'mine'],
      nextDueAt: null,
    }),
  );
  for (const seen of [
    /ann@\[2001:db8::7\]:3128 +#3 +checking…, banned/,
    /user +ann, with a password/,
    /transparent: the target sees your own +[^]*│ +address/,
    /TLS +broken: another certificate than the judge's[^]*was seen/,
    /changed +page: 212 bytes added/,
    /tampered: the page came back changed/,
    /exit +unknown/,
    /tags +good mine/,
    /next check +never: it is banned/,
    /─ checking…/,
  ])
    assert.match(text(), seen);
});

test('own pages, throughput and a certificate that is allowed are told where there are any', async () => {
  const result = { protocols: [], tlsIntact: null, checks: 6, at: new Date(0).toISOString() };
  const { text } = await page(
    140,
    40,
    changed({
      tlsIntact: false,
      tlsVerify: 'skip',
      throughput: 1_234.5,
      throughputAt: new Date(0).toISOString(),
      ownPages: [
        { ...result, url: 'http://a.example/', passed: true, reason: null, status: 200, latencyMs: 5, passes: 5 },
        {
          ...result,
          url: 'http://b.example/',
          passed: false,
          reason: 'no-answer',
          status: null,
          latencyMs: null,
          passes: 0,
        },
      ],
    }),
  );
  for (const seen of [
    /TLS +broken, allowed: /,
    /throughput +1,235 KiB\/s/,
    /own page +http:\/\/a\.example\/ 200, passed 5 of 6/,
    /own page +http:\/\/b\.example\/ no-answer, passed 0 of 6/,
  ])
    assert.match(text(), seen);
});

test('a proxy that was never checked', async () => {
  const { text } = await page(
    120,
    36,
    changed({
      status: 'new',
      checks: 0,
      passes: 0,
      score: 0,
      latencies: [],
      latencyMs: null,
      timeline: [],
      results: [],
      lastCheckedAt: null,
      anonymity: null,
      nextDueAt: null,
    }),
  );
  for (const seen of [
    /score +0\.000/,
    /none before the first check/,
    /never measured/,
    /protocols +not checked yet/,
    /anonymity +unknown/,
    /checks +none yet; c checks it/,
    /next check +with the next check/,
  ])
    assert.match(text(), seen);
});

test('after a start, without a timeline, the last results stand in its place', async () => {
  const { text } = await page(120, 36, changed({ timeline: [] }));
  assert.match(text(), /last result of each protocol +newest 3m 00s ago/);
  assert.match(text(), /12:18:09 +socks4 +✗ failed +– +closed: the connection was closed/);
});

test('the breaker: when it opened, how often, when a trial is let through', async () => {
  const at = (ms: number): string => new Date(WORLD_NOW + ms).toISOString();
  const open = changed({
    breaker: 'OPEN',
    breakerCounts: { failures: 0, opened: 3, openedAt: at(-40_000), openUntil: at(80_000) },
  });
  assert.match(
    (await page(120, 36, open)).text(),
    /OPEN +not reached[^]*opened 40 s ago, 3 times in a row, a trial +│/,
  );
  const half = changed({
    breaker: 'HALF_OPEN',
    breakerCounts: { failures: 0, opened: 1, openedAt: null, openUntil: null },
  });
  assert.match((await page(120, 36, half)).text(), /HALF_OPEN +one trial decides[^]*the next check closes or opens it/);
  const closed = changed({ breakerCounts: { failures: 2, opened: 0, openedAt: null, openUntil: null } });
  assert.match((await page(120, 36, closed)).text(), /CLOSED +in use[^]*not reached 2 times in a row; 3 open it/);
});

test('y copies the address, Y a line for curl', async () => {
  const { act, asked, text } = await page(120, 36);
  text();
  act({ kind: 'copy', what: 'row' });
  assert.deepEqual(asked.splice(0), ['copy 192.0.2.3:8002', 'tell copied 192.0.2.3:8002']);
  act({ kind: 'copy', what: 'all' });
  assert.equal(asked[0], 'copy curl -x socks5h://192.0.2.3:8002 https://example.com/');
});

const LINES: readonly (readonly [Pick<ProxyDetail, 'address' | 'protocols' | 'claimed'>, line: string])[] = [
  [{ address: '192.0.2.7:80', protocols: ['http'], claimed: [] }, 'curl -x http://192.0.2.7:80 http://example.com/'],
  [
    { address: '192.0.2.7:80', protocols: ['http', 'https'], claimed: [] },
    'curl -x http://192.0.2.7:80 https://example.com/',
  ],
  [
    { address: '[2001:db8::7]:1080', protocols: [], claimed: ['socks4'] },
    "curl -x 'socks4a://[2001:db8::7]:1080' https://example.com/",
  ],
  [
    { address: "a'; rm -rf ~; '@192.0.2.7:80", protocols: ['https'], claimed: [] },
    "curl -x http://192.0.2.7:80 -U 'a'\\''; rm -rf ~; '\\''' https://example.com/",
  ],
  [{ address: 'host.example:80', protocols: [], claimed: [] }, 'curl -x http://host.example:80 https://example.com/'],
];
for (const [proxy, line] of LINES) test(line, () => assert.equal(curlLine(proxy), line));

test('its id is what commands mean, until it is removed: then the page says so', async () => {
  let isGone = false;
  const { panel, text, act, asked } = await page(120, 36, (id) => {
    if (isGone) throw fail('unknown-proxy', `there is no proxy ${id}`);
    return worldDetail(id - 1);
  });
  text();
  const proxy = panel('proxy');
  assert.deepEqual(proxy.selected!('focus'), [3]);
  assert.equal(proxy.row!()?.['address'], '192.0.2.3:8002');
  isGone = true;
  assert.match(text(), /192\.0\.2\.3:8002 was removed[^]*Esc goes back/);
  assert.match(text(), /was removed/);
  assert.deepEqual([proxy.selected!('focus'), proxy.row!()], [[], null]);
  act({ kind: 'copy', what: 'row' });
  assert.equal(asked.at(-1), 'tell there is no proxy here');
  // Brought back by undo, it is shown again.
  isGone = false;
  assert.match(text(), /#3 {2}working/);
});

test('one that never was is told with its reason', async () => {
  const { world, text } = await page(120, 36, undefined, '192.0.2.99:1');
  world.engine.view.resolve = () => {
    throw fail('unknown-proxy', 'there is no proxy 192.0.2.99:1', { hint: 'proxies list shows them' });
  };
  assert.match(text(), /there is no proxy 192\.0\.2\.99:1; proxies list shows them/);
});

test('next and previous go along the rows of the table that it was opened from', async () => {
  const { navigation, text, act, asked } = await page(120, 36);
  text();
  act({ kind: 'jump', which: 'next' });
  assert.equal(asked.pop(), 'tell it was not opened from a table');
  navigation.among = [5, 3, 9];
  act({ kind: 'jump', which: 'next' });
  assert.equal(asked.pop(), 'show proxy 9');
  act({ kind: 'jump', which: 'previous' });
  assert.equal(asked.pop(), 'show proxy 5');
  navigation.among = [5, 3];
  act({ kind: 'jump', which: 'next' });
  assert.match(asked.pop()!, /that was the last row/);
});

test('from one that was removed the way goes on, over others that are gone', async () => {
  let isGone = false;
  const gone = (id: number): never => {
    throw fail('unknown-proxy', `there is no proxy ${id}`);
  };
  const { world, navigation, text, act, asked } = await page(120, 36, (id) =>
    isGone ? gone(id) : worldDetail(id - 1),
  );
  const { row } = world.engine.view;
  world.engine.view.row = (id) => (id === 9 || id === 3 ? gone(id) : row(id));
  navigation.among = [5, 3, 9, 7];
  text();
  isGone = true;
  assert.match(text(), /was removed/);
  act({ kind: 'jump', which: 'next' });
  assert.equal(asked.pop(), 'show proxy 7');
  act({ kind: 'jump', which: 'previous' });
  assert.equal(asked.pop(), 'show proxy 5');
});

test('the next proxy takes the place of this one: back leads to the table', async () => {
  const { navigation, show, text } = await page(120, 36);
  show('proxies');
  show('proxy', undefined, '3');
  navigation.exchange('4');
  assert.match(text(), /#4 /);
  assert.deepEqual(navigation.crumbs().slice(1), ['proxies', '4']);
  navigation.back();
  assert.equal(navigation.view.name, 'proxies');
});

test('the way is told in addresses, also once the proxy is gone', async () => {
  const { world, navigation, show, text } = await page(120, 36);
  show('proxies');
  show('proxy', undefined, '3');
  show('proxy', undefined, '4');
  assert.match(text(), /┌─ proxies › 192\.0\.2\.3:8002 › 192\.0\.2\.4:8003 /);
  world.engine.view.row = (id) => {
    throw fail('unknown-proxy', `there is no proxy ${id}`);
  };
  assert.match(text(), /› 192\.0\.2\.4:8003 /);
  navigation.exchange('999');
  assert.match(text(), /› 192\.0\.2\.3:8002 › 999 /);
});

test('it is read once a refresh', async () => {
  let reads = 0;
  const { frame } = await page(120, 36, (id) => {
    reads += 1;
    return worldDetail(id - 1);
  });
  frame();
  frame({ isSameTick: true });
  frame({ isSameTick: true });
  assert.equal(reads, 1);
});

test('outside text on the page moves no cell', async () => {
  const evil = '\x1b[2J\u202e日本\u200b';
  const { text } = await page(
    120,
    36,
    changed({ tags: [evil], sources: [`${evil} list`], changed: evil, exit: evil, address: `${evil}@192.0.2.7:80` }),
  );
  for (const row of text().split('\n').slice(3, -3)) assert.match(row, /^[│└].*[│┘]$/);
  assert.doesNotMatch(text(), /[\x00-\x09\x0b-\x1f\u202e\u200b]/);
});
