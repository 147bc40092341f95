/** The strict response reader: what it takes, what it refuses, and that no cut of the bytes changes an outcome. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { MAX_HEAD_BYTES } from '../../src/net/http-head.ts';
import { ResponseReader } from '../../src/net/http-response.ts';
import { wholeReply } from '../../src/net/whole-reply.ts';
import { cut, cuts, throughSharedBuffer } from './help-chunks.ts';

/** `STATUS body`, `failed: why` or `more`; the other side closes at the end when `closes`. */
function read(parts: readonly Uint8Array[], closes: boolean, overflow: 'fail' | 'truncate' = 'fail'): string {
  const reader = new ResponseReader({ maxBodyBytes: 64, overflow });
  let state: 'more' | 'done' | 'failed' = 'more';
  throughSharedBuffer(parts, (chunk, shared) => (state = reader.feed(shared, chunk.length)) !== 'more');
  if (state === 'more' && closes) state = reader.end();
  if (state === 'more') return 'more';
  if (state === 'failed') return `failed: ${reader.error}${reader.closedEarly ? ' (early)' : ''}`;
  const reply = reader.reply();
  return `${reply.status} ${reply.latin1}${reply.truncated ? ' (cut)' : ''}`;
}

/** As {@link read} of one piece that nothing follows; null where that is left to the reader. */
function readWhole(text: string): string | null {
  const bytes = Buffer.from(`${text}behind`, 'latin1');
  const reply = wholeReply(bytes, bytes.length - 'behind'.length, 64);
  return reply && `${reply.status} ${reply.latin1}`;
}

type Row = readonly [what: string, text: string, outcome: string, closes?: boolean];
const ok = 'HTTP/1.1 200 OK\r\n';
const many = (count: number, text: string): string => text.repeat(count);

const rows: readonly Row[] = [
  ['a length', `${ok}Content-Length: 5\r\n\r\nhello`, '200 hello'],
  ['a length of nothing', `${ok}Content-Length: 0\r\n\r\n`, '200 '],
  ['bytes behind the body are not ours', `${ok}Content-Length: 2\r\n\r\nhello`, '200 he'],
  ['equal lengths', `${ok}Content-Length: 2\r\ncontent-length: 2\r\n\r\nhe`, '200 he'],
  ['until close', `${ok}\r\nhello`, '200 hello', true],
  ['until close, not closed', `${ok}\r\nhello`, 'more'],
  ['chunks', `${ok}Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3;x=y\r\nllo\r\n0\r\n\r\n`, '200 hello'],
  [
    'chunks in capitals, with trailers',
    `${ok}Transfer-Encoding: Chunked\r\n\r\nA\r\n0123456789\r\n0\r\nX: y\r\n\r\n`,
    '200 0123456789',
  ],
  ['no content', 'HTTP/1.1 204 No\r\nContent-Length: 5\r\n\r\nhello', '204 '],
  ['not modified', 'HTTP/1.1 304 Old\r\nContent-Length: 5\r\n\r\nhello', '304 '],
  ['no reason', 'HTTP/1.1 200\r\nContent-Length: 1\r\n\r\nx', '200 x'],
  [
    'interim responses first',
    `${many(5, 'HTTP/1.1 103 Early\r\nLink: x\r\n\r\n')}${ok}Content-Length: 1\r\n\r\nx`,
    '200 x',
  ],
  [
    'an interim response with a length',
    `HTTP/1.1 103 Early\r\nContent-Length: 0\r\n\r\n${ok}Content-Length: 1\r\n\r\nx`,
    '200 x',
  ],
  ['too many interim responses', many(6, 'HTTP/1.1 100 Go\r\n\r\n'), 'failed: more than 5 interim responses'],
  ['switching protocols', 'HTTP/1.1 101 Yes\r\n\r\n', 'failed: switching protocols was not asked for'],
  [
    'length and coding',
    `${ok}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    'failed: both Transfer-Encoding and Content-Length',
  ],
  ['differing lengths', `${ok}Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello`, 'failed: differing Content-Length'],
  ['a list of lengths', `${ok}Content-Length: 5, 5\r\n\r\nhello`, 'failed: malformed Content-Length'],
  ['a length without digits', `${ok}Content-Length:\r\n\r\n`, 'failed: malformed Content-Length'],
  ['a length beyond counting', `${ok}Content-Length: 9007199254740993\r\n\r\n`, 'failed: malformed Content-Length'],
  ['a negative length', `${ok}Content-Length: -1\r\n\r\n`, 'failed: malformed Content-Length'],
  ['two codings', `${ok}Transfer-Encoding: gzip, chunked\r\n\r\n`, 'failed: unknown transfer coding'],
  [
    'one coding twice',
    `${ok}Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    'failed: unknown transfer coding',
  ],
  [
    'NUL behind a chunk size',
    `${ok}Transfer-Encoding: chunked\r\n\r\n2;\0\r\nhe\r\n0\r\n\r\n`,
    'failed: malformed line in a chunked body',
  ],
  [
    'chunks in HTTP/1.0',
    'HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    'failed: Transfer-Encoding in HTTP/1.0',
  ],
  ['folded header', `${ok}X: a\r\n b\r\n\r\n`, 'failed: folded header line'],
  ['space before the colon', `${ok}Content-Length : 5\r\n\r\nhello`, 'failed: space before the colon of a header'],
  ['bare LF', 'HTTP/1.1 200 OK\nContent-Length: 0\n\n', 'failed: bare LF in the head'],
  ['bare LF between headers', `${ok}A: b\nC: d\r\n\r\n`, 'failed: bare CR or LF in the head'],
  ['bare CR', `${ok}A: b\rC: d\r\n\r\n`, 'failed: bare CR or LF in the head'],
  ['NUL', `${ok}A: b\0\r\n\r\n`, 'failed: NUL in the head'],
  ['a line that is no header', `${ok}hello\r\n\r\n`, 'failed: malformed header line'],
  ['another protocol', 'SSH-2.0-x\r\n', 'failed: not HTTP/1.x'],
  ['HTTP/2', 'HTTP/2 200\r\n\r\n', 'failed: not HTTP/1.x'],
  ['a status that is none', 'HTTP/1.1 20 OK\r\n\r\n', 'failed: malformed status line'],
  ['closed at once', '', 'failed: closed before a complete head (early)', true],
  ['closed inside the head', ok, 'failed: closed before a complete head (early)', true],
  ['closed inside the body', `${ok}Content-Length: 9\r\n\r\nhello`, 'failed: closed inside the body (early)', true],
  [
    'closed inside the chunks',
    `${ok}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n`,
    'failed: closed inside the body (early)',
    true,
  ],
  ['a chunk size that is none', `${ok}Transfer-Encoding: chunked\r\n\r\nxyz\r\n`, 'failed: malformed chunk size'],
  ['an enormous chunk', `${ok}Transfer-Encoding: chunked\r\n\r\n100000000\r\n`, 'failed: malformed chunk size'],
  [
    'a chunk longer than it says',
    `${ok}Transfer-Encoding: chunked\r\n\r\n2\r\nhel\r\n`,
    'failed: no line end behind a chunk',
  ],
  [
    'bare LF behind a chunk size',
    `${ok}Transfer-Encoding: chunked\r\n\r\n2\nhe\r\n0\r\n\r\n`,
    'failed: malformed line in a chunked body',
  ],
  [
    'an endless chunk extension',
    `${ok}Transfer-Encoding: chunked\r\n\r\n2;${many(1_100, 'x')}`,
    'failed: over-long line in a chunked body',
  ],
  ['over-long by length', `${ok}Content-Length: 65\r\n\r\n`, 'failed: body of 65 bytes'],
  [
    'over-long by chunks',
    `${ok}Transfer-Encoding: chunked\r\n\r\n41\r\n${many(65, 'x')}\r\n0\r\n\r\n`,
    'failed: body over 64 bytes',
  ],
  ['over-long until close', `${ok}\r\n${many(65, 'x')}`, 'failed: body over 64 bytes'],
];

describe('response reader', () => {
  for (const [what, text, outcome, closes] of rows)
    test(what, () => assert.equal(read([Buffer.from(text, 'latin1')], closes ?? false), outcome));

  test('cuts a long body where that is wanted', () => {
    const body = `${many(64, 'x')}`;
    assert.equal(
      read([Buffer.from(`${ok}Content-Length: 70\r\n\r\n${body}yyyyyy`)], false, 'truncate'),
      `200 ${body} (cut)`,
    );
    assert.equal(read([Buffer.from(`${ok}\r\n${body}y`)], false, 'truncate'), `200 ${body} (cut)`);
    assert.equal(read([Buffer.from(`${ok}\r\n${body}`)], true, 'truncate'), `200 ${body}`);
  });

  test('an endless head is refused at its limit, not before', () => {
    const filler = (length: number): string => `${ok}X: ${many(length - ok.length - 7, 'x')}\r\n\r\n`;
    assert.equal(read([Buffer.from(filler(MAX_HEAD_BYTES))], true), '200 ');
    assert.equal(read([Buffer.from(filler(MAX_HEAD_BYTES + 1))], true), `failed: head over ${MAX_HEAD_BYTES} bytes`);
    assert.match(read(cut(Buffer.from(`${ok}X: ${many(MAX_HEAD_BYTES, 'x')}`), [0.3, 0.6]), false), /head over/);
  });

  test('no cut changes an outcome', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...rows),
        cuts,
        fc.constantFrom('fail' as const, 'truncate' as const),
        ([, text, , closes], fractions, overflow) => {
          const bytes = Buffer.from(text, 'latin1');
          const same = (outcome: string): string => outcome.replace(/: bare .*/, ': bare CR or LF'); // found early or late
          assert.equal(
            same(read(cut(bytes, fractions), closes ?? false, overflow)),
            same(read([bytes], closes ?? false, overflow)),
          );
        },
      ),
      { numRuns: 2_000 },
    );
  });

  const piece = fc.oneof(
    fc.constantFrom(ok, '\r\n', 'Content-Length: 9\r\n', 'Transfer-Encoding: chunked\r\n', '5\r\nhello\r\n', '0\r\n'),
    fc.string({ maxLength: 20 }),
  );

  test('a reply in one piece says without a reader what it says with one, or nothing', () => {
    const known = rows.filter(([, text]) => readWhole(text) !== null).map(([what]) => what);
    assert.deepEqual(known, [
      'a length',
      'a length of nothing',
      'bytes behind the body are not ours',
      'equal lengths',
      'no content',
      'not modified',
      'no reason',
    ]);
    fc.assert(
      fc.property(
        fc.oneof(
          fc.constantFrom(...rows.map(([, text]) => text)),
          fc.array(piece, { maxLength: 12 }).map((all) => all.join('')),
        ),
        fc.nat(200),
        (whole, length) => {
          const text = whole.slice(0, length);
          const told = readWhole(text);
          if (told !== null) assert.equal(told, read([Buffer.from(text, 'latin1')], false));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test('a reply in one piece is known up to the limit of its body, a longer one is left to the reader', () => {
    const of = (size: number): string => `${ok}Content-Length: ${size}\r\n\r\n${'x'.repeat(size)}`;
    assert.equal(readWhole(of(64)), `200 ${'x'.repeat(64)}`);
    for (const text of [of(65), of(65)]) assert.equal(readWhole(text), null, 'also when its head is known');
  });

  test('whatever comes, it neither throws nor keeps more than the limit', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), cuts, (pieces, fractions) => {
        assert.ok(read(cut(Buffer.from(pieces.join(''), 'latin1'), fractions), true).length < 200);
      }),
      { numRuns: 2_000 },
    );
  });
});
