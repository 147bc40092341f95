/** Replies by all ways of reading them, whatever comes and wherever it is cut: as one piece, piece by piece, and by a grammar. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { HeaderField } from '../../src/net/http-head.ts';
import { MAX_HEAD_BYTES } from '../../src/net/http-head.ts';
import { ResponseReader, type HttpReply } from '../../src/net/http-response.ts';
import { wholeReply } from '../../src/net/whole-reply.ts';
import { throughSharedBuffer } from './help-chunks.ts';

const LIMIT = 24;
const bytesOf = (text: string): Buffer => Buffer.from(text, 'latin1');

/** As an attempt reads: the first piece as a whole where that says something, else all pieces by the reader. Null = no reply. */
function byPieces(pieces: readonly string[], isQuick: boolean): HttpReply | null {
  const reader = new ResponseReader({ maxBodyBytes: LIMIT, overflow: 'truncate' });
  let quick: HttpReply | null = null;
  let isFirst = isQuick;
  let state: 'more' | 'done' | 'failed' = 'more';
  throughSharedBuffer(pieces.map(bytesOf), (chunk, shared) => {
    if (isFirst) quick = wholeReply(shared, chunk.length, LIMIT);
    isFirst = false;
    if (quick === null) state = reader.feed(shared, chunk.length);
    return quick !== null || state !== 'more';
  });
  if (quick !== null) return quick;
  if (state === 'more') state = reader.end();
  return state === 'done' ? reader.reply() : null;
}

const STATUS_LINE = /^HTTP\/1\.([01]) ([1-9]\d\d)(?: [\t\x20-\x7e\x80-\xff]*)?$/;
const FIELD = /^([!#$%&'*+\-.^_`|~\dA-Za-z]+):[ \t]*([\t\x20-\x7e\x80-\xff]*)$/;

/** As the grammar of RFC 9112 has it, the other side having closed behind the text; null where that is no reply, or one to be refused. */
function byGrammar(text: string, interim = 0): HttpReply | null {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const [first, ...lines] = text.slice(0, end).split('\r\n');
  const [, minor, code] = STATUS_LINE.exec(first!) ?? [];
  const fields = lines.map((line) => FIELD.exec(line));
  if (code === undefined || fields.includes(null)) return null;
  const headers = fields.map((field): HeaderField => [field![1]!.toLowerCase(), field![2]!.replace(/[ \t]+$/, '')]);
  const rest = text.slice(end + 4);
  const status = Number(code);
  if (status === 101) return null;
  if (status < 200) return interim === 5 ? null : byGrammar(rest, interim + 1);
  const valuesOf = (wanted: string): string[] => headers.flatMap(([name, value]) => (name === wanted ? [value] : []));
  const body = bodyOf(rest, status, minor === '0', valuesOf('content-length'), valuesOf('transfer-encoding'));
  return body === null ? null : { status, headers, latin1: body.slice(0, LIMIT), truncated: body.length > LIMIT };
}

function bodyOf(rest: string, status: number, isOld: boolean, lengths: string[], codings: string[]): string | null {
  if (new Set(lengths).size > 1 || lengths.some((length) => !/^\d{1,15}$/.test(length))) return null;
  if (codings.length > 0 && (isOld || lengths.length > 0 || codings.join().toLowerCase() !== 'chunked')) return null;
  if (status === 204 || status === 304) return '';
  if (codings.length > 0) return unchunked(rest);
  if (lengths.length === 0) return rest;
  const wanted = Number(lengths[0]);
  // Cut at the limit it needs not be whole.
  return rest.length >= Math.min(wanted, LIMIT + 1) ? rest.slice(0, wanted) : null;
}

function unchunked(rest: string): string | null {
  let body = '';
  for (let at = 0; body.length <= LIMIT;) {
    const [line, size] = /^([\dA-Fa-f]{1,8})[ \t]*(?:;[^\0\r\n]*)?\r\n/.exec(rest.slice(at)) ?? [];
    if (line === undefined) return null;
    at += line.length;
    const length = Number.parseInt(size!, 16);
    if (length === 0) return /^(?:[^\0\r\n]+\r\n)*\r\n/.test(rest.slice(at)) ? body : null;
    body += rest.slice(at, at + length);
    at += length;
    if (body.length > LIMIT) break;
    if (rest.slice(at, at + 2) !== '\r\n') return null;
    at += 2;
  }
  return body;
}

const oddly = (usual: readonly string[], odd: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...usual) }, { weight: 1, arbitrary: fc.constantFrom(...odd) });
const statusLine = oddly(
  ['HTTP/1.1 200 OK', 'HTTP/1.1 200', 'HTTP/1.1 407 ', 'HTTP/1.0 200 \xfcber', 'HTTP/1.1 204 No', 'HTTP/1.1 304 Old'],
  [
    'HTTP/1.1 100 Go',
    'HTTP/1.1 103',
    'HTTP/1.1 101 Yes',
    'HTTP/2 200 OK',
    'HTTP/1.1 20 OK',
    ' HTTP/1.1 200 OK',
    'HTTP/1.1 200 O\0K',
    '',
  ],
);
const field = oddly(
  [
    'Content-Length: 3',
    'content-length:3',
    'CONTENT-LENGTH: \t3 \t',
    'Content-Length: 0',
    'Content-Length: 24',
    'Via: 1.1 a',
    'A:',
    'X: \xe9',
  ],
  [
    'Content-Length: 4',
    'Content-Length: 25',
    'Content-Length: 03',
    'Content-Length: +3',
    'Content-Length: -3',
    'Content-Length: 3, 3',
    'Content-Length: 3;',
    'Content-Length: 0x3',
    'Content-Length: \xb3',
    'Content-Length: 3\xa0',
    'Content-Length:',
    'Content-Length: 9999999999999999',
    'Content-Length : 3',
    ' Content-Length: 3',
    'Content-Length: 3\r\n 4',
    'Content-Length\0: 3',
    'Content-Length: 3\0',
    'X: a\nContent-Length: 3',
    'X: a\rContent-Length: 3',
    'Transfer-Encoding: chunked',
    'transfer-encoding:CHUNKED ',
    'Transfer-Encoding: identity',
    'Transfer-Encoding: gzip, chunked',
    'Transfer-Encoding:',
    'Transfer-Encoding : chunked',
    'X: y\r\n\ty',
    'no field',
    '',
  ],
);
const head = fc
  .tuple(
    statusLine,
    fc.array(field, { maxLength: 4 }),
    oddly(['\r\n\r\n'], ['\n\n', '\r\n\n', '\n\r\n', '\r\r\n', '\r\n', '']),
  )
  .map(([first, fields, end]) => [first, ...fields].join('\r\n') + end);
const body = oddly(
  ['abc', '', '3\r\nabc\r\n0\r\n\r\n', '\0\xff\r', 'x'.repeat(24)],
  [
    'ab',
    'abcd',
    'abc\r\n\r\n',
    'x'.repeat(25),
    '3\r\nabc\r\n0\r\nA: b\r\nC\r\n\r\n',
    '3;a=\xe9\r\nabc\r\n00\r\n\r\n',
    '3\nabc\r\n0\r\n\r\n',
    '3\r\nabcd\r\n0\r\n\r\n',
    '3\r\nab\r\n0\r\n\r\n',
    '3\0\r\nabc\r\n0\r\n\r\n',
    '3\r\nabc\r\n0\r\n\0\r\n\r\n',
    ' 3\r\nabc\r\n0\r\n\r\n',
    '-3\r\nabc\r\n0\r\n\r\n',
    '19\r\nxxxxxxxxxxxxxxxxxxxxxxxxx\r\n0\r\n\r\n',
  ],
);
const part = fc.tuple(head, body).map((both) => both.join(''));
/** Mostly one, else several one behind the other: interim ones before, or what nobody asked for behind. */
const reply = fc.oneof(
  part,
  part,
  fc.array(part, { maxLength: 3 }).map((parts) => parts.join('')),
);

test('a reply is the same by its grammar, by the reader and as one piece, wherever it is cut in two', () => {
  const seen = { replies: 0, quick: 0 };
  fc.assert(
    fc.property(fc.array(reply, { minLength: 1, maxLength: 3 }), (texts) => {
      for (const text of texts) {
        const expected = byGrammar(text);
        if (expected !== null) seen.replies++;
        assert.deepEqual(byPieces([text], false), expected, JSON.stringify(text));
        for (let at = 0; at <= text.length; at++) {
          const pieces = [text.slice(0, at), text.slice(at)].filter((piece) => piece !== '');
          const was = JSON.stringify(pieces);
          assert.deepEqual(byPieces(pieces, true), expected, was);
        }
        if (wholeReply(bytesOf(text), text.length, LIMIT) !== null) seen.quick++;
      }
    }),
    { numRuns: 400 },
  );
  assert.ok(seen.replies > 150 && seen.quick > 75, `${seen.replies} replies, ${seen.quick} known as one piece`);
});

test('what says how long it is and is there to its end is known as one piece, whatever was read before', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom('3', '2', '0'), fc.nat(12), fc.nat(2)), { maxLength: 30 }), (all) => {
      for (const [length, name, more] of all) {
        const body = 'abc'.slice(0, Number(length));
        const text = `HTTP/1.1 200 OK\r\nX: ${name}\r\nContent-Length: ${length}\r\n\r\n${body}${'abc'.slice(0, more)}`;
        assert.equal(wholeReply(bytesOf(text), text.length, LIMIT)?.latin1, body);
      }
    }),
  );
});

test('a head at its limit is known as one piece, one byte more is not', () => {
  const start = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX: ';
  const of = (bytes: number): string => `${start}${'x'.repeat(bytes - start.length - 4)}\r\n\r\nok`;
  for (const more of [0, 1, 2, 3, 4]) {
    const text = of(MAX_HEAD_BYTES + more);
    for (let time = 0; time < 2; time++)
      assert.equal(wholeReply(bytesOf(text), text.length, LIMIT)?.latin1, more === 0 ? 'ok' : undefined);
  }
});
