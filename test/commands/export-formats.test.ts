/** Exports: what other programs read back, and never a password that nobody asked for. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runInNewContext } from 'node:vm';
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

/** What a browser makes of an auto-config. */
function browse(script: string, url: string, host = new URL(url).hostname): string {
  const sandbox = { isPlainHostName: (name: string) => !name.includes('.'), url, host };
  return String(runInNewContext(`${script}\nFindProxyForURL(url, host)`, sandbox));
}

test('a formula hidden behind spaces is none either', () => {
  const [, line] = text('csv', false, [{ ...row, tags: [' =1+1'] }]).split('\r\n');
  assert.match(line!, /,' =1\+1,/);
});

const v6: ProxyRow = { ...row, id: 2, address: '[2001:db8::7]:8080', protocols: ['http'], country: null };
const socks4: ProxyRow = { ...row, id: 3, address: '192.0.2.9:1080', protocols: ['socks4'] };

test('proxychains: tunnels only, one line each', () => {
  const lines = (credentials: boolean): string[] =>
    text('proxychains', credentials, [row, v6, socks4]).split('[ProxyList]\n')[1]!.split('\n');
  assert.deepEqual(lines(false), ['socks5 192.0.2.7 3128', 'socks4 192.0.2.9 1080', '']);
  assert.equal(lines(true)[0], 'socks5 192.0.2.7 3128 bob p@ss:word');
  const made = exporter('proxychains', () => ({ ...endpoint, password: 'two words' }));
  assert.equal(made.row(row, true), '', 'a password that would be read as two');
});

test('clash: a YAML list, what it holds is JSON, names differ', () => {
  const entries = (rows: readonly ProxyRow[], credentials = false): Record<string, unknown>[] =>
    JSON.parse(text('clash', credentials, rows).replace(/^[^[]*proxies: /, '')) as Record<string, unknown>[];
  assert.deepEqual(entries([row, v6, socks4]), [
    { name: 'DE 1 192.0.2.7', type: 'socks5', server: '192.0.2.7', port: 3128 },
  ]);
  assert.deepEqual(entries([]), []);
  const secret = entries([{ ...v6, protocols: ['https'] }], true)[0]!;
  assert.deepEqual([secret['type'], secret['username'], secret['password']], ['http', 'bob', 'p@ss:word']);
});

test('pac: each kind of page through what can carry it, never direct', () => {
  const script = text('pac', false, [v6, { ...row, protocols: ['https'] }, socks4]);
  assert.equal(browse(script, 'http://a.example/'), 'PROXY [2001:db8::7]:8080; SOCKS 192.0.2.9:1080');
  assert.equal(browse(script, 'https://a.example/'), 'PROXY 192.0.2.7:3128; SOCKS 192.0.2.9:1080');
  assert.equal(browse(script, 'http://localhost/'), 'DIRECT');
  assert.equal(browse(text('pac', false, []), 'https://a.example/'), 'PROXY 127.0.0.1:9');
});

test('no format holds a user or password that was not asked for', () => {
  for (const format of EXPORT_FORMATS) {
    assert.doesNotMatch(text(format, false), /bob|p@ss|p%40ss/, format);
    // A browser's file cannot hold any: the proxy is left out.
    if (format === 'pac') assert.equal(browse(text(format, true), 'https://a.example/'), 'PROXY 127.0.0.1:9');
    else assert.match(text(format, true), /bob/, format);
  }
});
