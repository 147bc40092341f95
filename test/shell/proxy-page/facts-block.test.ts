/** What stands out among the facts of a proxy: what is bad, what is worth knowing, and what is well. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ProxyDetail } from '../../../src/engine/types.ts';
import type { Style, Theme } from '../../../src/shell/paint/style.ts';
import { factsBlock } from '../../../src/shell/proxy-page/facts-block.ts';
import type { PageContext } from '../../../src/shell/proxy-page/page-context.ts';
import { WORLD_NOW, worldDetail } from '../../help/shell-world.ts';

/** Each style is its own name. */
const theme = new Proxy({}, { get: (_target, name) => name }) as Theme;

/** The style of the piece of text that begins so. */
function lookOf(change: Partial<ProxyDetail>, begins: string): Style | undefined {
  const detail = { ...worldDetail(1), ...change };
  const rows = factsBlock({ detail, theme, now: WORLD_NOW, judge: null } as unknown as PageContext, 90);
  return rows.flat().find(([text]) => text.startsWith(begins))?.[1];
}

test('what was changed is bad where it condemned the proxy, else worth knowing', () => {
  assert.equal(lookOf({ changed: 'script: added', failure: 'tampered' }, 'script'), 'bad');
  assert.equal(lookOf({ changed: 'request: cookie added', failure: null }, 'request'), 'warn');
});

test('own pages are good where the last check passed', () => {
  const at = new Date(0).toISOString();
  const result = { protocols: [], tlsIntact: null, checks: 2, passes: 1, at, reason: null, status: 200, latencyMs: 5 };
  const ownPages = [
    { ...result, url: 'http://a.test/', passed: true },
    { ...result, url: 'http://b.test/', passed: false },
  ];
  assert.equal(lookOf({ ownPages }, 'http://a.test/'), 'good');
  assert.equal(lookOf({ ownPages }, 'http://b.test/'), 'bad');
});

test('block lists and certificates that are allowed are warnings', () => {
  assert.equal(lookOf({ listed: ['bl.test'] }, 'bl.test'), 'warn');
  assert.equal(lookOf({ listed: [] }, 'on none'), 'text');
  assert.equal(lookOf({ tlsIntact: false, tlsVerify: 'skip' }, 'broken'), 'warn');
  assert.equal(lookOf({ tlsIntact: false, tlsVerify: 'verify' }, 'broken'), 'bad');
});
