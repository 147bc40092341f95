/** A judge behind a reverse proxy that asks in everybody's place: recognised where it can be, said, and nothing is told by it. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Checker } from '../../src/checker/checker.ts';
import { DirectViews } from '../../src/checker/direct-views.ts';
import { hidesCallers } from '../../src/checker/hidden-callers.ts';
import type { JudgePlan, JudgeSite } from '../../src/checker/judge-plan.ts';
import { planJudge } from '../../src/checker/plan-judge.ts';
import type { JudgeViewChange } from '../../src/model/judge.ts';
import { LOOPBACK, checkAll, resultOf, task } from '../help/checking.ts';
import { movingJudge, type Place } from '../help/moving-judge.ts';
import { forwardProxy } from '../help/nasty.ts';

const MACHINE = ['127.0.0.1', '::1', '192.168.1.5', 'fe80::5', '2a00:1450::5'];
const [JUDGE, US, NAT] = ['9.9.9.9', '8.8.4.4', '192.168.1.1'];

describe('it is certain that a judge does not see who asks', () => {
  const rows: readonly (readonly [what: string, judge: string, seesUsAt: string, forwarded: string, hides: boolean])[] =
    [
      ['on the internet, at the address of our line', JUDGE!, US!, '', false],
      ['there, and the server before it says so as well', JUDGE!, US!, US!, false],
      ['there, and the server before it tells our inner address, too', JUDGE!, US!, `192.168.1.5, ${US}`, false],
      ['there, at an address of this machine', JUDGE!, '2a00:1450::5', '', false],
      ['there, at its own address, as behind one router with us', JUDGE!, JUDGE!, '', false],
      ['there, at its loopback address', JUDGE!, '127.0.0.1', '', true],
      ['there, at an address of the inside', JUDGE!, '10.0.0.7', '', true],
      ['there, at ours of the inside, which nobody out there knows', JUDGE!, '192.168.1.5', '', true],
      ['there, at an address that asks for another one', JUDGE!, '104.16.0.1', US!, true],
      ['on this machine, by loopback', '127.0.0.1', '127.0.0.1', '', false],
      ['on this machine, by its name outside', '192.168.1.5', '192.168.1.5', '', false],
      ['on this machine, by IPv6', '::1', '::1', '', false],
      ['on this machine, by IPv6 on one wire', 'fe80::5%eth0', 'fe80::5', '', false],
      ['on this machine, in a container', '127.0.0.1', '172.17.0.1', '', true],
      ['in our network', '192.168.1.20', '192.168.1.5', '', false],
      ['in our network, through a router', '192.168.1.20', NAT!, '', false],
      ['in our network, by IPv6 on one wire', 'fe80::20%eth0', 'fe80::5', '', false],
      ['in our network, at its own address', '192.168.1.20', '192.168.1.20', '', true],
      ['there, in another spelling', '::ffff:192.168.1.20', '192.168.1.20', '', true],
      ['in our network, at its loopback address', '192.168.1.20', '127.0.0.1', '', true],
    ];
  for (const [what, judge, address, forwarded, hides] of rows)
    test(`${what}: ${hides}`, () => {
      const headers = forwarded === '' ? [] : [['x-forwarded-for', forwarded] as const];
      assert.equal(hidesCallers({ address, headers, judge }, MACHINE), hides);
    });
});

/** Where the proxies ask from; everybody else is us. */
const EXIT = '127.0.0.5';
const seen = (caller: string): string => (caller === EXIT ? '198.51.100.5' : '203.0.113.1');
const PLACES: Readonly<Record<string, Place>> = {
  'at an address of the inside': { sees: () => '10.255.254.253' },
  'and says whom it asks for': { sees: () => '192.0.2.80', requests: (caller) => [['x-forwarded-for', seen(caller)]] },
};

let checker: Checker;
before(() => (checker = new Checker()));
after(() => checker.stop());

const planOf = (judge: string): Promise<JudgePlan> =>
  planJudge({
    judge,
    allLoopback: true,
    startOwn: () => assert.fail('not asked for'),
    policy: LOOPBACK,
    verifyChain: false,
  });

for (const [where, place] of Object.entries(PLACES))
  test(`a server asks in everybody's place ${where}: all work, and nobody's level or exit is told`, async () => {
    const judge = await movingJudge(place);
    const proxies = await Promise.all([
      forwardProxy({ from: EXIT }),
      forwardProxy({ from: EXIT, headers: { via: '1.1 proxy' } }),
      forwardProxy({ from: EXIT, headers: { 'x-forwarded-for': '203.0.113.1' } }),
      forwardProxy({ from: EXIT, headers: { cookie: 'id=7' } }),
    ]);
    try {
      const plan = await planOf(judge.url);
      assert.equal(plan.label, `${judge.url} (does not see who asks)`);
      assert.match(plan.notes.join(), /does not see who asks it.*anonymity and exits are unknown/);
      for (const ip of ['10.255.254.253', '192.0.2.80']) assert.ok(!plan.ownAddresses.includes(ip), 'not ours');
      const tasks = proxies.map(({ port }) => task(port, ['http']));
      const { reports } = await checkAll(checker, tasks, { plan });
      const found = tasks.map(({ id }) => [reports.get(id)!.exit, resultOf(reports.get(id), 'http')!] as const);
      for (const [exit, { outcome, anonymity }] of found)
        assert.deepEqual([outcome, anonymity, exit], ['confirmed', null, null]);
      // What they do to requests is seen all the same.
      assert.deepEqual(
        found.map(([, { changed }]) => changed),
        [null, null, null, 'request: cookie added: id=7'],
      );
    } finally {
      await Promise.all([judge, ...proxies].map((one) => one.stop()));
    }
  });

test('one that sees who asks is taken before one that does not, and one that does not before none', async () => {
  const text = (address: string): Place => ({ sees: () => address });
  const [blind, seeing] = await Promise.all([movingJudge(text('10.255.254.253')), movingJudge(text('203.0.113.1'))]);
  const plan = (...judges: string[]): Promise<JudgePlan> =>
    planJudge({
      judge: null,
      allLoopback: false,
      startOwn: () => assert.fail('not asked for'),
      policy: LOOPBACK,
      verifyChain: false,
      publicJudges: judges.map((url) => ({ url: `${url}/echo/`, format: 'refbot' as const })),
      knownPages: judges.map((url) => `${url}/page/`),
    });
  try {
    for (let nth = 0; nth < 5; nth++) assert.equal((await plan(blind.url, seeing.url)).http?.hidesCallers, false);
    assert.equal((await plan(blind.url)).http?.hidesCallers, true);
  } finally {
    await Promise.all([blind.stop(), seeing.stop()]);
  }
});

test('proxies that all leave with our address are not blamed until the judge has seen another one', () => {
  const ask = { secure: false, authority: 'judge.test', path: '/' };
  const site = { echo: ask, page: ask, hidesCallers: false, baseline: [] } as unknown as JudgeSite;
  const world = (): { readonly views: DirectViews; readonly told: (boolean | null)[] } => {
    const told: (boolean | null)[] = [];
    const tell = ({ hidden }: JudgeViewChange): void => void told.push(hidden);
    return { views: new DirectViews({ http: site, https: null, ownAddresses: [US!] }, tell, MACHINE), told };
  };
  const { views, told } = world();
  assert.equal(views.sawAtOurs(site, '1.1.1.1', '2a00:1450::5'), true, 'an address of this machine is nobody else');
  for (const proxy of ['1.1.1.1', '1.1.1.1', '1.1.1.2']) assert.equal(views.sawAtOurs(site, proxy, US!), false);
  assert.deepEqual([views.now(site).hidesCallers, told], [false, []]);
  assert.equal(views.sawAtOurs(site, '1.1.1.3', US!), false);
  assert.deepEqual([views.now(site).hidesCallers, told], [true, [true]]);
  views.sawApart(site);
  views.sawApart(site);
  assert.deepEqual([views.now(site).hidesCallers, told], [false, [true, false]]);
  assert.equal(views.sawAtOurs(site, '1.1.1.4', US!), true);

  const inside = world();
  const [, , bridge] = MACHINE;
  for (const proxy of ['1.1.1.1', '1.1.1.2', '1.1.1.3'])
    assert.equal(inside.views.sawAtOurs(site, proxy, bridge!), false, 'so a judge in a container may see everybody');
  assert.deepEqual(inside.told, [true]);

  const other = world();
  other.views.sawApart(site);
  assert.equal(other.views.sawAtOurs(site, '1.1.1.1', US!), true);
  assert.deepEqual(other.told, []);
});
