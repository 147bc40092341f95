import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CONFIG_KEYS, CONFIG_PATHS, environmentName } from '../../../src/core/config/keys.ts';

test('every key explains itself', () => {
  for (const path of CONFIG_PATHS) {
    const { help, cost, type } = CONFIG_KEYS[path];
    assert.match(path, /^[a-z][a-z_]*(\.[a-z][a-z_]*)*$/, path);
    for (const text of [help, cost]) assert.match(text, /^\S.{10,}[^.]$/, `${path}: ${text}`);
    assert.ok(type.expects.length > 5, path);
  }
});

test('every default is a right value and survives being written and read', () => {
  for (const path of CONFIG_PATHS) {
    const { type, default: value } = CONFIG_KEYS[path];
    assert.deepEqual(type.fromJson(type.toJson(value)), value, path);
    const written = type.toJson(value);
    assert.deepEqual(type.fromText(written === null ? 'none' : String(written)), value, path);
  }
});

test('name servers are those that can be asked', () => {
  const { type } = CONFIG_KEYS['dnsbl.servers'];
  for (const text of ['192.0.2.53', '192.0.2.53:5353', '2001:db8::53', '[2001:db8::53]', '[2001:db8::53]:53'])
    assert.deepEqual(type.fromText(text), [text]);
  for (const text of [
    '192.0.2.53:0',
    '192.0.2.53:65536',
    '[::1]:99999',
    '01.2.3.4',
    '1.2.3',
    'dns.example',
    '[1.2.3.4',
  ])
    assert.equal(type.fromText(text), undefined, text);
});

test('no two keys share an environment variable, and none is taken by the paths of the program', () => {
  const names = CONFIG_PATHS.map(environmentName);
  assert.equal(new Set(names).size, names.length);
  for (const taken of ['REFBOT_STATE', 'REFBOT_CONFIG']) assert.ok(!names.includes(taken));
  assert.equal(environmentName('network.only'), 'REFBOT_NETWORK');
  assert.equal(environmentName('judge.https_port'), 'REFBOT_JUDGE_HTTPS_PORT');
});

test('no key is the group of another', () => {
  for (const path of CONFIG_PATHS) assert.ok(!CONFIG_PATHS.some((other) => other.startsWith(`${path}.`)), path);
});
