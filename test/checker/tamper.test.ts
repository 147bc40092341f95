/** What a proxy changed, in words: pages byte by byte, response headers, certificates, and what it did to the request. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { changedRequest } from '../../src/checker/anonymity.ts';
import {
  changedCertificate,
  changedHeader,
  changedPage,
  changedText,
  droppedHeader,
} from '../../src/checker/tamper.ts';
import type { HeaderField } from '../../src/net/http-head.ts';

describe('pages', () => {
  const page = '<html><head></head><body>known page, known to all</body></html>';
  const nonce = 'known';
  const parts = page.split(nonce);
  const rows: readonly (readonly [got: string, words: string | null])[] = [
    [page, null],
    ['', 'page: empty'],
    [
      page.replace('</body>', '<script src=//ads></script></body>'),
      'script: 27 bytes added: <script src=//ads></script>',
    ],
    [page.replace('</body>', '<IFRAME src=x></body>'), 'script: 14 bytes added: <IFRAME src=x>'],
    [page.replace('known', 'known '), 'page: 1 bytes added: '],
    [page.slice(0, 20), 'page: cut after 20 of 63 bytes'],
    [page.replace('to all', ''), 'page: 6 bytes removed'],
    [page.replace('known page', 'KNOWN page'), 'page: 5 bytes changed'],
    ['something else altogether', 'page: replaced by something else altogether'],
  ];
  for (const [got, words] of rows) test(words ?? 'nothing', () => assert.equal(changedPage(parts, nonce, got), words));

  test('any change is seen, and told in one short line whatever was put in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
        const words = changedPage([a], '', b);
        assert.equal(words === null, a === b);
        assert.ok(words === null || (/^(?:page|script): /.test(words) && words.length < 160));
      }),
    );
    const hostile = changedPage(parts, nonce, `${page}\x1b[2J\u202e<script>\r\n\0${'x'.repeat(60_000)}`)!;
    assert.match(hostile, /^script: \d+ bytes added: [\x20-\x7e…]+$/);
  });

  test('cut at its nonce it is held against the same page, however often the nonce stands in it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ maxLength: 3 }), { minLength: 1 }),
        fc.string({ maxLength: 3 }),
        fc.string(),
        (cut, nonce, other) => {
          const whole = cut.join(nonce);
          assert.equal(changedPage(cut, nonce, whole), null);
          for (const got of [other, whole + other, other + whole, whole.slice(1)])
            assert.equal(changedPage(cut, nonce, got) === null, got === whole);
        },
      ),
    );
  });

  test('of an echo only the kind of change is known', () => {
    assert.equal(changedText('{"a":1}<script>x</script>'), 'script: added: <script>x</script>');
    assert.equal(changedText('<b>{"a":1}'), 'page: changed to <b>{"a":1}');
  });
});

describe('response headers', () => {
  const direct: HeaderField[] = [
    ['content-type', 'text/html; charset=utf-8'],
    ['content-security-policy', "default-src 'none'"],
  ];
  const rows: readonly (readonly [what: string, headers: readonly HeaderField[], words: string | null])[] = [
    ['as they were', direct, null],
    ['what proxies add', [...direct, ['via', '1.1 x'], ['x-cache', 'HIT'], ['age', '3']], null],
    ['another charset or case', [['content-type', 'TEXT/HTML']], null],
    ['a cookie', [...direct, ['set-cookie', 'id=7']], 'header: set-cookie added: id=7'],
    ['a link', [['link', '</x.js>; rel=preload']], 'header: link added: </x.js>; rel=preload'],
    ['a way elsewhere', [['location', '//ads']], 'header: location added: //ads'],
    ['what is kept is to be forgotten', [['clear-site-data', '*']], 'header: clear-site-data added: *'],
    ['a refresh', [['refresh', '0; url=//ads']], 'header: refresh added: 0; url=//ads'],
    ['a download', [['content-disposition', 'attachment']], 'header: content-disposition added: attachment'],
    [
      'another type',
      [['content-type', 'application/octet-stream']],
      'header: content-type changed to application/octet-stream',
    ],
  ];
  for (const [what, headers, words] of rows) test(what, () => assert.equal(changedHeader(headers, direct), words));

  test('a type where the judge gives none is no change', () =>
    assert.equal(changedHeader([['content-type', 'text/plain']], []), null));

  test('what the judge itself sends is not held against a proxy', () =>
    assert.equal(changedHeader([['set-cookie', 'a=2']], [['set-cookie', 'a=1']]), null));

  test('a protection that is gone is noticed', () => {
    assert.equal(droppedHeader([['content-type', 'text/html']], direct), 'header: content-security-policy removed');
    assert.equal(droppedHeader(direct, direct), null);
    const type: HeaderField = ['content-type', 'text/html'];
    for (const name of ['x-frame-options', 'strict-transport-security', 'x-content-type-options'])
      assert.equal(droppedHeader([type], [type, [name, 'x']]), `header: ${name} removed`, 'the last one, too');
    assert.equal(droppedHeader([], [['content-type', 'text/html']]), null);
  });
});

describe('request headers, as the judge saw them', () => {
  const sent: HeaderField[] = [
    ['host', 'judge'],
    ['user-agent', 'RefBot'],
    ['accept', '*/*'],
    ['connection', 'close'],
  ];
  const without = (name: string): HeaderField[] => sent.filter(([other]) => other !== name);
  const rows: readonly (readonly [what: string, headers: readonly HeaderField[], words: string | null])[] = [
    ['nothing', sent, null],
    ['what says that it is a proxy is anonymity', [...sent, ['via', '1.1 x'], ['x-forwarded-for', '1.2.3.4']], null],
    ['a connection of its own', [...without('connection'), ['connection', 'keep-alive']], null],
    [
      'another user agent',
      [...without('user-agent'), ['user-agent', 'Mozilla/5.0']],
      'request: user-agent changed to Mozilla/5.0',
    ],
    ['no user agent', without('user-agent'), 'request: user-agent removed'],
    ['no accept', without('accept'), 'request: accept removed'],
    ['a cookie', [...sent, ['cookie', 'aff=9']], 'request: cookie added: aff=9'],
    ['a referer', [...sent, ['referer', 'http://shop/?aff=9']], 'request: referer added: http://shop/?aff=9'],
    ['the number of a customer', [...sent, ['x-uidh', 'abc']], 'request: x-uidh added: abc'],
  ];
  for (const [what, headers, words] of rows) test(what, () => assert.equal(changedRequest(headers, sent), words));

  test('a header that a load balancer adds for everybody is nobody’s doing', () => {
    const balanced: HeaderField[] = [...sent, ['cookie', 'lb=1']];
    assert.equal(changedRequest(balanced, balanced), null);
    assert.equal(changedRequest([...sent, ['cookie', 'lb=2']], balanced), null);
  });

  test('a header of ours that the judge does not show is not told of', () => {
    assert.equal(changedRequest(sent, without('accept')), null);
  });
});

test('a certificate is named by subject, issuer and fingerprint, whatever is in its names', () => {
  const certificate = { subject: 'CN=Gate\x1b[31m', issuer: '', fingerprint: 'AB:CD' };
  assert.equal(changedCertificate(certificate, null), 'certificate: CN=Gate, issued by nobody, SHA-256 AB:CD');
  assert.equal(
    changedCertificate({ ...certificate, subject: 'CN=a', issuer: 'CN=b' }, 'CERT_HAS_EXPIRED'),
    'certificate: CN=a, issued by CN=b, SHA-256 AB:CD (CERT_HAS_EXPIRED)',
  );
  assert.equal(changedCertificate(null, null), 'certificate: none');
  assert.equal(changedCertificate(null, 'CERT_HAS_EXPIRED'), 'certificate: CERT_HAS_EXPIRED');
});
