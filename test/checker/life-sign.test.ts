/** What a judge must say directly so that a proxy may be blamed: its own page or echo, to this very request, and that it is well. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { echoBody } from '../../src/checker/judge/page.ts';
import type { JudgeSite } from '../../src/checker/judge-plan.ts';
import { lifeSign } from '../../src/checker/life-sign.ts';

const site = { format: 'refbot', pageFormat: null, pageParts: ['<p>', '</p>'] } as unknown as JudgeSite;
const twice: JudgeSite = { ...site, pageFormat: 'refbot', pageParts: [] };
const echo = (nonce: string): string => echoBody(nonce, '192.0.2.1', []);

const cases: readonly (readonly [site: JudgeSite | null, page: boolean, status: number, body: string, is: boolean])[] =
  [
    [site, false, 200, echo('n1'), true],
    [site, false, 200, echo('n2'), false],
    [site, false, 503, echo('n1'), false],
    [site, false, 200, '<p>n1</p>', false],
    [site, true, 200, '<p>n1</p>', true],
    [site, true, 200, '<p>n2</p>', false],
    [site, true, 404, '<p>n1</p>', false],
    [site, true, 200, echo('n1'), false],
    [twice, true, 200, echo('n1'), true],
    [twice, true, 200, '', false],
    [null, false, 200, '', true],
    [null, false, 404, 'what it likes', true],
    [null, true, 500, '', false],
  ];
for (const [site, page, status, latin1, is] of cases)
  test(`${site === null ? 'a page of one’s own' : page ? 'page' : 'echo'}, ${status} ${latin1}: ${is}`, () =>
    assert.equal(lifeSign(site, page)({ status, headers: [], latin1, truncated: false }, 'n1'), is));
