/** What is said of a protocol in the end: after each way that two requests can go, and each word of the judge about them. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DirectViews } from '../../src/checker/direct-views.ts';
import { Finding } from '../../src/checker/finding.ts';
import type { Ask, JudgeSite } from '../../src/checker/judge-plan.ts';
import type { EchoVerdict } from '../../src/checker/verdict.ts';
import type { FailureReason, ProtocolResult } from '../../src/model/report.ts';
import type { HeaderField } from '../../src/net/http-head.ts';

const GUARD: HeaderField = ['content-security-policy', 'none'];
const REMOVED = 'header: content-security-policy removed';
const ask = (path: string): Ask =>
  ({ secure: false, authority: 'judge.test', path, responseHeaders: [GUARD] as readonly HeaderField[] }) as Ask;
const site: JudgeSite = {
  echo: ask('/echo/'),
  format: 'refbot',
  page: ask('/page/'),
  pageParts: ['a', 'b'],
  pageFormat: null,
  hidesCallers: false,
  baseline: [['host', 'judge.test']],
};

interface World {
  readonly finding: Finding;
  /** What was asked directly, by path. */
  readonly looked: string[];
  /** The page now comes without its guard. */
  unguard(): void;
  unguardEcho(): void;
  /** It now sees somebody else who asks. */
  hide(): void;
}

/** @param up whether the judge answers */
function world(up = true): World {
  const looked: string[] = [];
  const views = new DirectViews({ http: site, https: null, ownAddresses: ['203.0.113.1'] }, () => {});
  let now = site;
  const judge = {
    watch: {
      look: (it: Ask) => {
        looked.push(it.path);
        return Promise.resolve(up);
      },
    },
    views: { now: () => now, own: views.own, isDelicate: () => views.isDelicate(site) },
  };
  return {
    finding: new Finding('http', judge),
    looked,
    unguardEcho: () => (now = { ...site, echo: { ...site.echo, responseHeaders: [] } }),
    hide: () => (now = { ...site, hidesCallers: true }),
    unguard: () => (now = { ...site, page: { ...site.page, responseHeaders: [] } }),
  };
}

const echo = (more: Partial<EchoVerdict> = {}): EchoVerdict => ({
  ok: true,
  exit: '198.51.100.7',
  anonymity: 'elite',
  headers: [['host', 'judge.test']],
  noticed: null,
  ...more,
});

type Way = readonly [
  what: string,
  /** Whether the first request was answered, and how the one after that failed. */
  run: { readonly answered: boolean; readonly reason: FailureReason; readonly changed?: string },
  judgeWasUp: boolean | null,
  result: Partial<ProtocolResult>,
];
const WAYS: readonly Way[] = [
  ['nobody there', { answered: false, reason: 'refused' }, null, { outcome: 'failed', reason: 'refused' }],
  [
    'the proxy fails',
    { answered: false, reason: 'tampered', changed: 'x' },
    true,
    { outcome: 'failed', reason: 'tampered', changed: 'x' },
  ],
  [
    'the judge fails',
    { answered: false, reason: 'tampered', changed: 'x' },
    false,
    { outcome: 'failed', reason: 'judge-down', changed: null },
  ],
  ['no answer of a judge that is up', { answered: false, reason: 'judge-down' }, true, { reason: 'bad-reply' }],
  ['a certificate not its own', { answered: false, reason: 'tls-untrusted' }, true, { tlsIntact: false }],
  ['a certificate of who knows whom', { answered: false, reason: 'tls-untrusted' }, false, { tlsIntact: null }],
  [
    'the second request fails',
    { answered: true, reason: 'closed' },
    true,
    { outcome: 'answered', latencyMs: 12.3, reason: 'closed' },
  ],
  [
    'the proxy lies the second time',
    { answered: true, reason: 'tampered', changed: 'x' },
    true,
    { outcome: 'failed', latencyMs: null, reason: 'tampered', changed: 'x' },
  ],
  [
    'another certificate the second time',
    { answered: true, reason: 'tls-untrusted' },
    true,
    { outcome: 'failed', latencyMs: null, reason: 'tls-untrusted', tlsIntact: false },
  ],
  [
    'a page of its own the second time',
    { answered: true, reason: 'not-a-proxy' },
    true,
    { outcome: 'failed', latencyMs: null, reason: 'not-a-proxy' },
  ],
  [
    'the judge changes after the first',
    { answered: true, reason: 'tampered', changed: 'x' },
    false,
    { outcome: 'answered', latencyMs: 12.3, reason: 'judge-down', changed: null },
  ],
];

for (const [what, { answered, reason, changed = null }, judgeWasUp, expected] of WAYS)
  test(`${what}, and the judge ${judgeWasUp === null ? 'does not matter' : judgeWasUp ? 'was up' : 'was not'}`, async () => {
    const { finding } = world();
    if (answered) finding.answer(12.3456, true);
    finding.fail(reason, changed, !answered && judgeWasUp === null);
    if (judgeWasUp !== null) finding.suspect(Promise.resolve(judgeWasUp));
    assert.equal(finding.doubtful, judgeWasUp !== null);
    assert.equal(finding.neverConnected, judgeWasUp === null);
    await finding.settle();
    const result = finding.result();
    assert.deepEqual({ ...result, ...expected }, result);
    assert.equal(finding.answered, result.outcome !== 'failed');
  });

test('a second connection that does not come about is not somebody who was never there', () => {
  const { finding } = world();
  finding.answer(5, true);
  finding.fail('connect-timeout', null, true);
  assert.deepEqual([finding.neverConnected, finding.answered, finding.latencyMs], [false, true, 5]);
});

describe('what an echo shows', () => {
  test('who tells nothing needs no second look', () => {
    const { finding, looked } = world();
    finding.echoed(site, site, echo(), [GUARD]);
    assert.deepEqual([finding.doubtful, looked, finding.exit], [false, [], '198.51.100.7']);
    assert.equal(finding.result().anonymity, 'elite');
  });

  for (const up of [true, false])
    test(`who tells something is called so only by a judge that answers: ${up}`, async () => {
      const { finding, looked } = world(up);
      const headers: readonly HeaderField[] = [
        ['host', 'judge.test'],
        ['via', '1.1 proxy'],
      ];
      finding.echoed(site, site, echo({ anonymity: 'anonymous', headers, noticed: REMOVED }), []);
      finding.answer(5, true);
      assert.deepEqual([finding.doubtful, looked], [true, ['/echo/']]);
      await finding.settle();
      const { anonymity, changed } = finding.result();
      assert.deepEqual([anonymity, changed], up ? ['anonymous', REMOVED] : [null, null]);
    });

  test('no exit is told by a judge that does not see who asks', () => {
    const { finding, looked } = world();
    finding.echoed(site, { ...site, hidesCallers: true }, echo({ anonymity: null }), [GUARD]);
    assert.deepEqual([finding.exit, looked], [null, []]);
  });

  const asked: readonly (readonly [up: boolean, isHidden: boolean, exit: string | null])[] = [
    [true, false, '198.51.100.7'],
    [true, true, null],
    [false, true, '198.51.100.7'],
  ];
  for (const [up, isHidden, exit] of asked)
    test(`an exit is no longer told when a judge that answers (${up}) does not see who asks meanwhile (${isHidden})`, async () => {
      const { finding, hide } = world(up);
      finding.echoed(site, site, echo({ anonymity: 'anonymous', headers: [['via', '1.1 proxy']] }), [GUARD]);
      assert.equal(finding.exit, '198.51.100.7');
      if (isHidden) hide();
      await finding.settle();
      assert.equal(finding.exit, exit);
    });

  const seconds: readonly (readonly [
    reason: FailureReason,
    changed: string | null,
    judgeWasUp: boolean,
    told: string,
  ])[] = [
    ['closed', null, true, REMOVED],
    ['closed', null, false, REMOVED],
    ['tampered', 'x', false, REMOVED],
    ['tampered', 'x', true, 'x'],
  ];
  for (const [reason, changed, judgeWasUp, told] of seconds)
    test(`what was noticed is told, unless the second reply lies: ${reason}, the judge up: ${judgeWasUp}`, async () => {
      const { finding } = world();
      finding.echoed(site, site, echo({ noticed: REMOVED }), []);
      finding.answer(5, true);
      finding.fail(reason, changed, false);
      finding.suspect(Promise.resolve(judgeWasUp));
      await finding.settle();
      assert.equal(finding.result().changed, told);
    });
});

describe('what the page that confirms lacks', () => {
  test('is told, though the echo lacks it at the judge, too', async () => {
    const { finding, unguardEcho } = world();
    finding.echoed(site, site, echo({ noticed: REMOVED }), []);
    finding.answer(5, true);
    finding.paged(site, REMOVED, []);
    finding.confirm();
    unguardEcho();
    await finding.settle();
    assert.equal(finding.result().changed, REMOVED);
  });

  const cases: readonly (readonly [what: string, up: boolean, isGone: boolean, changed: string | null])[] = [
    ['the proxy took it', true, false, REMOVED],
    ['the judge has none any more', true, true, null],
    ['nobody knows', false, false, null],
  ];
  for (const [what, up, isGone, changed] of cases)
    test(what, async () => {
      const { finding, looked, unguard } = world(up);
      finding.answer(5, true);
      finding.paged(site, REMOVED, []);
      finding.confirm();
      if (isGone) unguard();
      assert.deepEqual(looked, ['/page/']);
      await finding.settle();
      const result = finding.result();
      assert.deepEqual([result.outcome, result.latencyMs, result.changed], ['confirmed', 5, changed]);
    });
});
