/** The simulated proxies that lie, stall or never end: each does what it says, and lets go when its client has left. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { loadBehaviours } from '../../src/demo/catalogue.ts';
import { openFullDoors } from '../../src/demo/full-doors.ts';
import { converse, openTunnel, viaHttp, type At } from '../help/clients.ts';
import { playedProxies, type PlayedProxies } from '../help/played-proxies.ts';
import { KNOWN_PAGE, startTarget, type Target } from '../help/target.ts';

let target: Target;
let played: PlayedProxies;

before(async () => {
  target = await startTarget();
  played = playedProxies(await loadBehaviours());
});
after(() => Promise.all([played.stop(), target.stop()]));

const get = (path = '/page'): string => `GET ${target.http}${path} HTTP/1.1\r\nHost: target\r\n\r\n`;
const page = async (name: string, path = '/page') => viaHttp(await played.play(name), `${target.http}${path}`);
const secureSite = (): At => ({ host: '127.0.0.1', port: target.httpsPort });

test('a full door lets nobody in and leaves nothing behind', async () => {
  const before = process.getActiveResourcesInfo().length;
  const doors = await openFullDoors([
    { host: '127.0.0.78', port: 0 },
    { host: '127.0.0.79', port: 0 },
  ]);
  for (const [index, host] of ['127.0.0.78', '127.0.0.79'].entries()) {
    const socket = connect({ host, port: doors.ports[index]! });
    await Promise.race([once(socket, 'connect').then(() => assert.fail('it was let in')), pause(100)]);
    socket.destroy();
  }
  await doors.stop();
  await pause(20);
  assert.equal(process.getActiveResourcesInfo().length, before);
});

test('replaces-page leaves the echo and replaces web pages', async () => {
  assert.equal((await page('replaces-page', '/echo')).status, 200);
  assert.match((await page('replaces-page', '/echo')).body, /"from":"127\.0\.0\.77"/);
  const { status, body } = await page('replaces-page');
  assert.equal(status, 200);
  assert.match(body, /not for you/);
});

test('adds-cookie leaves the page and adds one header', async () => {
  const { headers, body } = await page('adds-cookie');
  assert.equal(body, KNOWN_PAGE);
  assert.match(headers['set-cookie']!, /^follow=/);
});

test('silent-tunnel forwards, and says nothing to CONNECT', async () => {
  assert.equal((await page('silent-tunnel')).body, KNOWN_PAGE);
  const { ending, bytes } = await converse(
    await played.play('silent-tunnel'),
    'CONNECT 127.0.0.1:1 HTTP/1.1\r\n\r\n',
    150,
  );
  assert.deepEqual([ending, bytes.length], ['silent', 0]);
});

test('false-tunnel opens, and answers the handshake with a page', async () => {
  const { status, socket } = await openTunnel(await played.play('false-tunnel'), secureSite());
  assert.equal(status, 200);
  socket.write(Buffer.from([22, 3, 1, 0, 5]));
  const [chunk] = (await once(socket, 'data')) as [Buffer];
  assert.match(chunk.toString(), /members/);
  socket.destroy();
});

for (const [name, first] of [
  ['endless-head', /^HTTP\/1\.1 200 OK\r\nX-More: /],
  ['endless-body', /^HTTP\/1\.1 200 OK\r\n[^]*?\r\n\r\n<!doctype html><p>/],
] as const) {
  test(`${name} goes on for as long as anybody reads, within bounds`, async () => {
    const socket = connect(await played.play(name));
    socket.write(get());
    let start = '';
    socket.on('data', (chunk: Buffer) => (start ||= chunk.toString('latin1')));
    while (socket.bytesRead < 1_000_000) await once(socket, 'data');
    assert.match(start, first);
    assert.equal(start.includes('\r\n\r\n'), name === 'endless-body');
    while (socket.bytesRead < 4_000_000) await once(socket, 'data');
    await pause(100);
    assert.ok(socket.bytesRead < 5_000_000, `${socket.bytesRead} bytes`);
    assert.ok(!socket.readableEnded);
    socket.destroy();
  });
}

for (const name of ['drips-head', 'drips-body']) {
  test(`${name} is never done`, async () => {
    const socket = connect(await played.play(name));
    socket.write(get());
    let text = '';
    socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
    await pause(700);
    assert.ok(!socket.readableEnded);
    socket.destroy();
    const dripped = name === 'drips-head' ? text : text.slice(text.indexOf('\r\n\r\n') + 4);
    assert.ok(dripped.length >= 1 && dripped.length <= 4, `${dripped.length} bytes`);
    assert.ok((name === 'drips-head' ? 'HTTP/1.1 200 OK' : KNOWN_PAGE).startsWith(dripped));
  });
}

test('cuts-page hangs up inside what it announced', async () => {
  const { ending, bytes } = await converse(await played.play('cuts-page'), get());
  assert.equal(ending, 'closed');
  assert.ok(bytes.toString('latin1').endsWith(KNOWN_PAGE.slice(0, Math.floor(KNOWN_PAGE.length / 2))));
});

test('wrong-socks answers in the other version', async () => {
  const five = await converse(await played.play('wrong-socks'), Buffer.from([5, 1, 0]));
  assert.equal(five.bytes[0], 0);
  const four = await converse(await played.play('wrong-socks'), Buffer.from([4, 1, 0, 80, 127, 0, 0, 1, 0]));
  assert.equal(four.bytes[0], 5);
});

test('stale-cache answers as to another request', async () => {
  const { body } = await page('stale-cache', '/echo?n=abc123');
  assert.match(body, /"url":"\/echo\?n=321cba"/);
});

test('crosses-replies gives each the reply of the one before, across proxies', async () => {
  assert.equal((await page('crosses-replies', '/echo?n=1')).status, 502);
  assert.match((await page('crosses-replies', '/echo?n=2')).body, /"url":"\/echo\?n=1"/);
  assert.match((await page('crosses-replies', '/echo?n=3')).body, /"url":"\/echo\?n=2"/);
});

test('loops goes a few rounds and no further', async () => {
  const proxy = await played.play('loops');
  const { status } = await viaHttp(proxy, `${target.http}/page`);
  assert.equal(status, 508);
});

test('judge-friendly is honest where judges are asked', async () => {
  assert.equal((await page('judge-friendly')).body, KNOWN_PAGE);
  assert.match((await page('judge-friendly', '/size/10')).body, /Best offers/);
});

test('when the clients are gone, nothing stays open', async () => {
  for (const until = performance.now() + 2_000; played.open > 0 && performance.now() < until;) await pause(20);
  assert.equal(played.open, 0);
});
