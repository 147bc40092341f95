/** Every spelling of one entry, and why others are none. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseEntry } from '../../../src/model/list/entry.ts';

const [HTTP, HTTPS, SOCKS4, SOCKS5] = [1, 2, 4, 8];

test('accepted spellings', () => {
  const table: readonly (readonly [
    text: string,
    host: string,
    port: number,
    protocols?: number,
    user?: string,
    password?: string,
  ])[] = [
    ['9.8.7.6:8080', '9.8.7.6', 8080],
    ['  9.8.7.6:08080  ', '9.8.7.6', 8080],
    ['103.250.166.04:80', '103.250.166.04', 80],
    ['[2606:4700::1]:8080', '2606:4700::1', 8080],
    ['2606:4700::1 8080', '2606:4700::1', 8080],
    ['proxy.example.com:3128', 'proxy.example.com', 3128],
    ['http://9.8.7.6:8080', '9.8.7.6', 8080, HTTP],
    ['HTTPS://9.8.7.6:8080/', '9.8.7.6', 8080, HTTPS],
    ['socks4://9.8.7.6:1080', '9.8.7.6', 1080, SOCKS4],
    ['socks4a://9.8.7.6:1080', '9.8.7.6', 1080, SOCKS4],
    ['socks5://9.8.7.6:1080#name', '9.8.7.6', 1080, SOCKS5],
    ['socks5h://[2606:4700::1]:1080', '2606:4700::1', 1080, SOCKS5],
    ['socks5://bob:s3:cret@9.8.7.6:1080', '9.8.7.6', 1080, SOCKS5, 'bob', 's3:cret'],
    ['http://b%40b:p%3Ass@proxy.example.com:80/path?x=1', 'proxy.example.com', 80, HTTP, 'b@b', 'p:ss'],
    ['http://bob:100%@9.8.7.6:80', '9.8.7.6', 80, HTTP, 'bob', '100%'],
    ['bob:p@ss@9.8.7.6:80', '9.8.7.6', 80, 0, 'bob', 'p@ss'],
    ['bob@9.8.7.6:80', '9.8.7.6', 80, 0, 'bob'],
    ['9.8.7.6:80:bob:s3cret', '9.8.7.6', 80, 0, 'bob', 's3cret'],
    ['9.8.7.6:80:bob:s3:cr@t', '9.8.7.6', 80, 0, 'bob', 's3:cr@t'],
    ['[2606:4700::1]:80:bob:s3cret', '2606:4700::1', 80, 0, 'bob', 's3cret'],
    ['9.8.7.6 8080', '9.8.7.6', 8080],
    ['9.8.7.6\t8080\tsocks5', '9.8.7.6', 8080, SOCKS5],
    ['9.8.7.6,8080,US', '9.8.7.6', 8080],
    ['9.8.7.6:80:United States', '9.8.7.6', 80],
    ['9.8.7.6:80:United Arab Emirates:Dubai', '9.8.7.6', 80],
    ['9.8.7.6:80|US|elite', '9.8.7.6', 80],
    ['9.8.7.6:80 | HTTP/HTTPS | elite', '9.8.7.6', 80, HTTP + HTTPS],
    ['9.8.7.6:80 US-A-S! +', '9.8.7.6', 80],
    ['9.8.7.6:80 # seen yesterday', '9.8.7.6', 80],
    ['9.8.7.6:1080:socks5:elite', '9.8.7.6', 1080, SOCKS5],
    ['abcd:12::1 80', 'abcd:12::1', 80],
    ['"9.8.7.6:80",', '9.8.7.6', 80],
    ['9.8.0.0/24:80', '9.8.0.0/24', 80],
  ];
  for (const [text, host, port, protocols = 0, user = null, password = null] of table) {
    assert.deepEqual(parseEntry(text), { host, port, protocols, user, password }, text);
  }
});

test('refused, with the reason', () => {
  const table: readonly (readonly [text: string, reason: RegExp])[] = [
    ['9.8.7.6:0', /port 0/],
    ['9.8.7.6:00000', /port 0/],
    ['9.8.7.6:65536', /over 65535/],
    ['9.8.7.6:99999999999999999999', /over 65535/],
    ['9.8.7.6', /no port/],
    ['9.8.7.6:', /no port/],
    ['http://9.8.7.6/', /no port/],
    ['9.8.7.6:8x', /not a number/],
    ['9.8.7.6:８０', /not a number/],
    ['9.8.7.6:8０', /not a number/],
    ['9.8.7.6:-80', /not a number/],
    ['９.8.7.6:80', /not an address/],
    ['hello', /not an address/],
    ['Proxy list at example updated at noon', /not an address/],
    ['12:30', /not an address/],
    [':8080', /not an address/],
    ['[2606:4700::zz]:80', /not an address/],
    ['[2606:4700::1', /not an address/],
    ['2606:4700::1:8080', /brackets/],
    ['2606:4700::1', /brackets/],
    ['fe80::1:8080', /brackets/],
    ['9.8.7.6/24', /no port/],
    ['ftp://9.8.7.6:21', /ftp:\/\/ is no proxy protocol/],
    ['@9.8.7.6:80', /no user name/],
    ['', /not an address/],
  ];
  for (const [text, reason] of table) assert.match(String(parseEntry(text)), reason, JSON.stringify(text));
});
