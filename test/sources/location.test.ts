import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RefbotError } from '../../src/model/errors.ts';
import { assertReachable, parseLocation, suggestName } from '../../src/sources/location.ts';

test('URLs, files and folders', () => {
  assert.deepEqual(parseLocation('https://example.com/a.txt', '/home'), {
    kind: 'url',
    url: 'https://example.com/a.txt',
  });
  assert.deepEqual(parseLocation('HTTP://127.0.0.1:80', '/home'), { kind: 'url', url: 'http://127.0.0.1/' });
  assert.deepEqual(parseLocation('lists/a.txt', '/home'), { kind: 'path', path: '/home/lists/a.txt' });
  assert.deepEqual(parseLocation('../lists', '/home/x'), { kind: 'path', path: '/home/lists' });
  assert.deepEqual(parseLocation('/lists', '/home'), { kind: 'path', path: '/lists' });
  assert.deepEqual(parseLocation('file:///lists/a%20b.txt', '/home'), { kind: 'path', path: '/lists/a b.txt' });
  for (const text of ['ftp://example.com/x', 'socks5://9.8.7.6:80', 'http://'])
    assert.throws(
      () => parseLocation(text, '/'),
      (error) => error instanceof RefbotError && error.errorName === 'bad-value',
    );
});

test('an address that is refused is shown without its password', () => {
  assert.throws(
    () => parseLocation('ftp://ann:hunter2@example.com/x', '/'),
    (error) => error instanceof RefbotError && error.message.startsWith('ftp://ann:***@example.com/x is'),
  );
});

test('names that can be typed', () => {
  const name = (text: string): string => suggestName(parseLocation(text, '/'));
  assert.equal(name('https://www.example.com/lists/HTTP.txt'), 'example.com-http');
  assert.equal(name('https://example.com/'), 'example.com');
  assert.equal(name('/home/bob/My Proxies (new).txt.gz'), 'my-proxies-new');
  assert.equal(name('/'), 'source');
  assert.equal(name(`https://example.com/${'x'.repeat(100)}`).length, 40);
});

test('a path that is not there is told before it is added', async () => {
  await assertReachable({ kind: 'url', url: 'http://example.com/' });
  await assert.rejects(assertReachable({ kind: 'path', path: '/no/such/list.txt' }), /does not exist/);
});
