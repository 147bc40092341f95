/** What every built-in source must be; run over every file of src/sources/built-in, so a new one is held to it at once. */
import assert from 'node:assert/strict';
import { isIP } from 'node:net';
import { test } from 'node:test';
import { isSourceDefinition } from '../../src/define/source.ts';
import { builtInSources } from '../../src/sources/built-in.ts';
import { SourceBook } from '../../src/sources/book.ts';
import { cleanName, parseLocation } from '../../src/sources/location.ts';

const sources = await builtInSources();

test('there are enough of them, of every protocol, under names and addresses of their own', () => {
  assert.ok(sources.length >= 45, `${sources.length} sources`);
  assert.equal(new Set(sources.map(({ name }) => name)).size, sources.length);
  assert.equal(new Set(sources.map(({ url }) => url)).size, sources.length);
  for (const protocol of ['http', 'https', 'socks4', 'socks5'] as const)
    assert.ok(sources.filter(({ protocols }) => protocols.includes(protocol)).length >= 8, protocol);
});

for (const source of sources) {
  test(`source ${source.name}`, () => {
    assert.ok(isSourceDefinition(source));
    assert.equal(cleanName(source.name), source.name);
    const url = new URL(source.url);
    assert.match(url.protocol, /^https?:$/);
    assert.equal(isIP(url.hostname), 0, 'a built-in source has a name');
    assert.ok(url.hostname.includes('.') && url.username === '' && url.hash === '');
    assert.deepEqual(parseLocation(source.url, '/'), { kind: 'url', url: url.href });
    assert.equal(new Set(source.protocols).size, source.protocols.length);
    const row = new SourceBook([source]).row(source.name);
    assert.deepEqual([row.kind, row.enabled, row.state, row.location], ['built-in', true, 'never', source.url]);
  });
}
