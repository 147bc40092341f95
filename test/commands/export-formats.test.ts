/** Exports: what other programs read back, and never a password that nobody asked for. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EXPORT_FORMATS, exporter } from '../../commands/proxies/_export-formats.ts';
import type { ExportFormat } from '../../commands/proxies/_export-formats.ts';
import type { Endpoint, ProxyRow } from '../../src/model/proxy.ts';

const row: ProxyRow = {
  id: 1,
  address: 'bob@192.0.2.7:3128',
  protocols: ['http', 'https', 'socks5'],
  status: 'working',
  score: 0.9,
  success: 1,
  speed: 0.8,
  reliability: 0.7,
  latencyMs: 212,
  anonymity: 'elite',
  country: 'DE',
  breaker: 'CLOSED',
  sources: ['a "quoted", name'],
  tags: ['=cmd|x', 'b'],
  lastCheckedAt: '2026-11-20T12:00:00.000Z',
  failure: null,
  changed: null,
  banned: false,
  evicted: false,
  throughput: null,
  targets: [],
  listed: null,
};
const endpoint: Endpoint = { host: '192.0.2.7', port: 3128, user: 'bob', password: 'p@ss:word' };

const text = (format: ExportFormat, credentials: boolean, rows: readonly ProxyRow[] = [row]): string => {
  const made = exporter(format, credentials ? () => endpoint : null);
  return made.head + rows.map((each, index) => made.row(each, index === 0)).join('') + made.tail;
};

test('txt and url hold what clients take', () => {
  assert.equal(text('txt', false), '192.0.2.7:3128\n');
  assert.equal(text('url', false), 'http://192.0.2.7:3128\nsocks5://192.0.2.7:3128\n');
  assert.equal(text('url', true).split('\n')[0], 'http://bob:p%40ss%3Aword@192.0.2.7:3128');
  const url = new URL(text('url', true).split('\n')[0]!);
  assert.deepEqual([decodeURIComponent(url.username), decodeURIComponent(url.password)], ['bob', 'p@ss:word']);
});

test('json and jsonl hold whole rows', () => {
  assert.deepEqual(JSON.parse(text('json', false, [row, row])), [
    { ...row, address: '192.0.2.7:3128' },
    { ...row, address: '192.0.2.7:3128' },
  ]);
  assert.deepEqual(JSON.parse(text('json', false, [])), []);
  assert.equal(text('jsonl', false, [row, row]).trimEnd().split('\n').length, 2);
});

test('csv quotes what needs it and starts no formula', () => {
  const [header, line] = text('csv', false).split('\r\n');
  assert.match(header!, /^id,address,protocols,status,score,/);
  assert.match(line!, /^1,192\.0\.2\.7:3128,http https socks5,working,0\.9,/);
  assert.match(line!, /"a ""quoted"", name",'=cmd\|x b,/);
});

test('no format holds a user or password that was not asked for', () => {
  for (const format of EXPORT_FORMATS) {
    assert.doesNotMatch(text(format, false), /bob|p@ss|p%40ss/, format);
    assert.match(text(format, true), /bob/, format);
  }
});
