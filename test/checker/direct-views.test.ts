/** What is learnt anew of a judge: what would be held against proxies, and nothing that comes and goes by itself. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DirectViews } from '../../src/checker/direct-views.ts';
import type { Ask, JudgeSite } from '../../src/checker/judge-plan.ts';
import { settled } from '../../src/checker/sighting.ts';
import type { JudgeViewChange } from '../../src/model/judge.ts';
import type { HeaderField } from '../../src/net/http-head.ts';

const OURS = '203.0.113.1';
const ask = (path: string, responseHeaders: readonly HeaderField[]): Ask =>
  ({ secure: false, authority: 'judge.test', address: '9.9.9.9', path, responseHeaders }) as Ask;
const GUARD: HeaderField = ['content-security-policy', 'none'];
const BASE: readonly HeaderField[] = [
  ['host', 'judge.test'],
  ['user-agent', 'RefBot'],
  ['accept', '*/*'],
];
const site: JudgeSite = {
  echo: ask('/echo/', [['content-type', 'application/json']]),
  format: 'refbot',
  page: ask('/page/', [['content-type', 'text/html'], GUARD]),
  pageParts: ['a', 'b'],
  pageFormat: null,
  hidesCallers: false,
  baseline: BASE,
};

function views(): {
  readonly told: JudgeViewChange[];
  readonly all: DirectViews;
  echo(headers: readonly HeaderField[], response?: readonly HeaderField[], address?: string): boolean;
  page(response: readonly HeaderField[]): boolean;
} {
  const told: JudgeViewChange[] = [];
  const all = new DirectViews({ http: site, https: null, ownAddresses: [OURS] }, (change) => told.push(change));
  const reply = (headers: readonly HeaderField[], body: string) => ({
    status: 200,
    headers,
    latin1: body,
    truncated: false,
  });
  return {
    told,
    all,
    echo: (headers, response = [], address = OURS) =>
      all.learn(
        site.echo,
        reply(response, JSON.stringify({ refbot: 1, nonce: 'n', address, headers: [...BASE, ...headers] })),
        'n',
      ),
    page: (response) => all.learn(site.page, reply(response, 'anb'), 'n'),
  };
}

describe('learnt anew', () => {
  const same: readonly (readonly [what: string, headers: readonly HeaderField[], response: readonly HeaderField[]])[] =
    [
      ['nothing new', [], []],
      ['what any stack adds', [['accept-encoding', 'gzip']], [['date', 'today']]],
      ['another charset', [], [['content-type', 'application/json; charset=utf-8']]],
    ];
  for (const [what, headers, response] of same)
    test(`not: ${what}`, () => {
      const { echo, all, told } = views();
      assert.equal(echo(headers, response), false);
      assert.deepEqual([all.now(site) === site, all.isDelicate(site), told.length], [true, false, 0]);
    });

  test('a header on our requests; one that comes and goes is told once', () => {
    const { echo, told, all } = views();
    const via: HeaderField = ['via', '1.1 front'];
    assert.deepEqual([echo([via]), echo([]), echo([via]), echo([['via', '1.1 other']])], [true, false, false, false]);
    assert.deepEqual(told, [
      { at: 'http://judge.test', address: false, request: ['via'], response: false, hidden: null },
    ]);
    assert.equal(all.isDelicate(site), true);
  });

  test('a header that shows us is forgotten when it is gone: whoever adds it then gives us away', () => {
    const { echo, told, all } = views();
    assert.deepEqual([echo([['x-real-ip', OURS]]), all.isDelicate(site), echo([])], [true, true, true]);
    assert.deepEqual(all.now(site).baseline, BASE);
    assert.deepEqual(told.at(-1)?.request, []);
  });

  test('our user agent reworded on the way', () => {
    const { echo } = views();
    assert.deepEqual([echo([['user-agent', 'front']]), echo([['user-agent', 'front']])], [true, false]);
  });

  test('addresses add up, however they are spelled', () => {
    const { echo, all } = views();
    const seen = (ip: string): boolean => echo([], [], ip);
    assert.deepEqual(
      [seen(`::ffff:${OURS}`), seen('2001:DB8::5'), seen('2001:db8:0::5'), seen(OURS)],
      [false, true, false, false],
    );
    assert.deepEqual(all.own, [OURS, '2001:db8::5']);
    assert.equal(all.isDelicate(site), true);
  });

  test('what replies come with, for each page: cookies add up, protections go', () => {
    const { echo, page, all, told } = views();
    const html: HeaderField = ['content-type', 'text/html'];
    const cookie: HeaderField = ['set-cookie', 'a=1'];
    assert.deepEqual([page([html, GUARD]), page([html, GUARD, cookie]), page([html, GUARD])], [false, true, false]);
    assert.deepEqual([page([html]), page([html, cookie, GUARD]), page([html])], [true, false, false]);
    assert.deepEqual([echo([]), echo([], [cookie])], [false, true], 'the echo has its own');
    assert.ok(told.every(({ response, request, address }) => response && request === null && !address));
    assert.equal(all.now(site).page.path, '/page/');
    assert.equal(all.isDelicate(site), false, 'nobody is seen otherwise for that');
  });
});

test('of a proxy that was seen in between only that is told which holds either way', () => {
  const [own, exit] = [[OURS], '198.51.100.5'];
  const now = { ...site, baseline: [...BASE, ['via', '1.1 front'] as const] };
  const of = (...added: HeaderField[]) =>
    settled({ headers: [...BASE, ...added], responseHeaders: [], exit }, site, now, own);
  assert.deepEqual(of(), { anonymity: 'elite', noticed: null });
  assert.equal(of(['via', '1.1 front']).anonymity, null);
  assert.equal(of(['x-proxy-id', '7']).anonymity, 'anonymous');
  assert.equal(of(['x-real-ip', OURS]).anonymity, 'transparent');
  assert.match(of(['cookie', 'id=7']).noticed ?? '', /^request: cookie added/);
});
