/** Every simulated proxy does what its behaviour says, seen by clients that share no code with it. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { loadBehaviours, type BehaviourCatalogue } from '../../src/demo/catalogue.ts';
import {
  converse,
  openSocks4,
  openSocks5,
  openTunnel,
  overTls,
  overTunnel,
  viaHttp,
  type At,
  type HttpReply,
} from '../help/clients.ts';
import { PROXY_HOST, playedProxies, type PlayedProxies } from '../help/played-proxies.ts';
import { KNOWN_PAGE, startTarget, type Echo, type Target } from '../help/target.ts';

const DEMO = { user: 'demo', password: 'open-sesame' };

let target: Target;
let behaviours: BehaviourCatalogue;
let played: PlayedProxies;
const proxies = new Map<string, At>();

before(async () => {
  [target, behaviours] = await Promise.all([startTarget(), loadBehaviours()]);
  played = playedProxies(behaviours);
  for (const name of behaviours.keys()) proxies.set(name, await played.play(name));
});

after(() => Promise.all([played.stop(), target.stop()]));

const at = (name: string): At => proxies.get(name)!;
const site = (): At => ({ host: '127.0.0.1', port: target.httpPort });
const secureSite = (): At => ({ host: '127.0.0.1', port: target.httpsPort });
const echoOf = (reply: HttpReply): Echo => JSON.parse(reply.body) as Echo;

/** Headers a client of ours did not send. */
const PROXY_HEADERS = ['via', 'x-forwarded-for', 'forwarded', 'proxy-connection', 'proxy-authorization', 'x-real-ip'];
const proxyHeaders = (echo: Echo): string[] => Object.keys(echo.headers).filter((name) => PROXY_HEADERS.includes(name));

for (const name of ['fast-http', 'elite', 'slow', 'jittery', 'flaky']) {
  test(`${name} forwards HTTP, leaves from its own address and adds nothing`, async () => {
    const echo = echoOf(await viaHttp(at(name), `${target.http}/echo?a=1`));
    assert.equal(echo.url, '/echo?a=1');
    assert.equal(echo.from, PROXY_HOST);
    assert.deepEqual(proxyHeaders(echo), []);
  });
}

test('a request with a body arrives whole, a large reply too', async () => {
  const body = 'b'.repeat(100_000);
  assert.equal(echoOf(await viaHttp(at('elite'), `${target.http}/echo`, undefined, body)).body, body);
  assert.equal((await viaHttp(at('elite'), `${target.http}/size/3000000`)).body.length, 3_000_000);
});

for (const name of ['elite', 'https-only', 'anonymous', 'slow', 'jittery']) {
  test(`${name} opens tunnels that leave TLS as it is`, async () => {
    const { status, socket } = await openTunnel(at(name), secureSite());
    assert.equal(status, 200);
    const reply = await overTls(socket, '/echo');
    assert.equal(reply.fingerprint, target.fingerprint);
    assert.equal(echoOf(reply).from, PROXY_HOST);
  });
}

test('what is not offered is answered 405', async () => {
  assert.equal((await viaHttp(at('https-only'), `${target.http}/echo`)).status, 405);
  const { status, socket } = await openTunnel(at('fast-http'), secureSite());
  assert.equal(status, 405);
  socket.destroy();
});

test('anonymous adds Via and hides the client', async () => {
  const echo = echoOf(await viaHttp(at('anonymous'), `${target.http}/echo`));
  assert.deepEqual(proxyHeaders(echo), ['via']);
  assert.ok(!JSON.stringify(echo.headers).includes('127.0.0.1"'), 'the client’s address is nowhere');
});

test('transparent tells the client’s address', async () => {
  const echo = echoOf(await viaHttp(at('transparent'), `${target.http}/echo`));
  assert.equal(echo.headers['x-forwarded-for'], '127.0.0.1');
});

test('http-auth wants the listed password, for requests and tunnels', async () => {
  const refused = await viaHttp(at('http-auth'), `${target.http}/echo`);
  assert.equal(refused.status, 407);
  assert.match(refused.headers['proxy-authenticate']!, /^Basic /);
  assert.equal((await viaHttp(at('http-auth'), `${target.http}/echo`, { ...DEMO, password: 'wrong' })).status, 407);
  assert.deepEqual(proxyHeaders(echoOf(await viaHttp(at('http-auth'), `${target.http}/echo`, DEMO))), []);
  const closed = await openTunnel(at('http-auth'), secureSite());
  assert.equal(closed.status, 407);
  closed.socket.destroy();
  assert.equal(
    (await overTls((await openTunnel(at('http-auth'), secureSite(), DEMO)).socket, '/page')).body,
    KNOWN_PAGE,
  );
});

test('http-locked lets nobody in', async () => {
  assert.equal((await viaHttp(at('http-locked'), `${target.http}/echo`, DEMO)).status, 407);
});

for (const name of ['socks4', 'socks-both']) {
  test(`${name} speaks SOCKS4 with addresses and with names`, async () => {
    for (const host of ['127.0.0.1', 'localhost']) {
      const { code, socket } = await openSocks4(at(name), { ...site(), host });
      assert.equal(code, 90);
      assert.equal(echoOf(await overTunnel(socket, '/echo')).from, PROXY_HOST);
    }
  });
}

for (const name of ['socks5', 'socks-both']) {
  test(`${name} speaks SOCKS5, TLS inside included`, async () => {
    const plain = await openSocks5(at(name), { ...site(), host: 'localhost' });
    assert.equal(plain.code, 0);
    assert.equal(echoOf(await overTunnel(plain.socket, '/echo')).from, PROXY_HOST);
    const secure = await openSocks5(at(name), secureSite());
    assert.equal((await overTls(secure.socket, '/page')).fingerprint, target.fingerprint);
  });
}

test('a SOCKS version that is not spoken is hung up on', async () => {
  await assert.rejects(openSocks5(at('socks4'), site()), /left/);
  await assert.rejects(openSocks4(at('socks5'), site()), /left/);
});

test('socks5-auth wants the listed password, socks5-locked another', async () => {
  const outcome = async (name: string, login?: typeof DEMO): Promise<unknown> => {
    const { code, socket } = await openSocks5(at(name), site(), login);
    socket.destroy();
    return code;
  };
  assert.equal(await outcome('socks5-auth'), 'refused');
  assert.equal(await outcome('socks5-auth', { ...DEMO, password: 'wrong' }), 'login');
  assert.equal(await outcome('socks5-auth', DEMO), 0);
  assert.equal(await outcome('socks5-locked', DEMO), 'login');
});

test('a target beyond loopback is refused in the words of each protocol', async () => {
  // RFC 5737 addresses and a name under .invalid: nothing of this could be reached even if it were dialled.
  assert.equal((await viaHttp(at('elite'), 'http://192.0.2.1/')).status, 403);
  const tunnel = await openTunnel(at('elite'), { host: '198.51.100.7', port: 443 });
  assert.equal(tunnel.status, 403);
  assert.equal((await viaHttp(at('elite'), 'http://name.invalid/')).status, 403);
  const four = await openSocks4(at('socks4'), { host: '192.0.2.1', port: 80 });
  assert.equal(four.code, 91);
  const five = await openSocks5(at('socks5'), { host: '192.0.2.1', port: 80 });
  assert.equal(five.code, 2);
  for (const { socket } of [tunnel, four, five]) socket.destroy();
  assert.ok(target.visitors.every((from) => from === PROXY_HOST));
});

test('a target where nobody listens is the target’s failure', async () => {
  const closedPort = { host: '127.0.0.1', port: 1 };
  assert.equal((await viaHttp(at('elite'), 'http://127.0.0.1:1/')).status, 502);
  const five = await openSocks5(at('socks5'), closedPort);
  assert.equal(five.code, 5);
  const four = await openSocks4(at('socks4'), closedPort);
  assert.equal(four.code, 91);
  for (const { socket } of [four, five]) socket.destroy();
});

const GET = (): string => `GET ${target.http}/page HTTP/1.1\r\nHost: target\r\n\r\n`;

test('the broken ones break as they say', async () => {
  const heard = async (name: string, bytes = GET()): Promise<[string, string]> => {
    const { ending, bytes: said } = await converse(at(name), bytes, name === 'black-hole' ? 200 : 3_000);
    return [ending, said.toString('latin1')];
  };
  assert.deepEqual(await heard('black-hole'), ['silent', '']);
  assert.deepEqual(await heard('resets'), ['reset', '']);
  const [ending, half] = await heard('closes-early');
  assert.equal(ending, 'closed');
  assert.ok(half.startsWith('HTTP/1.1 200') && !half.includes('\r\n\r\n'));
  assert.match((await heard('garbage'))[1], /mysql_native_password/);
  assert.match((await heard('denies'))[1], /^HTTP\/1\.1 403 /);
  assert.match((await heard('denies', 'CONNECT 127.0.0.1:443 HTTP/1.1\r\n\r\n'))[1], /^HTTP\/1\.1 403 /);
});

test('flaky fails every third connection', async () => {
  const proxy = await played.play('flaky');
  const endings: string[] = [];
  for (let i = 0; i < 6; i += 1) endings.push((await converse(proxy, GET())).ending);
  assert.deepEqual(endings, ['closed', 'closed', 'reset', 'closed', 'closed', 'reset']);
});

test('liar serves its own page for whatever is asked', async () => {
  const page = await viaHttp(at('liar'), `${target.http}/page`);
  assert.equal(page.status, 200);
  assert.notEqual(page.body, KNOWN_PAGE);
  assert.equal((await viaHttp(at('liar'), 'http://other.invalid/')).body, page.body);
});

test('injecting adds a script to pages and nothing to other replies', async () => {
  const page = await viaHttp(at('injecting'), `${target.http}/page`);
  assert.equal(page.body, `${KNOWN_PAGE}<script src="http://ads.invalid/inject.js"></script>`);
  assert.equal(Number(page.headers['content-length'] ?? page.body.length), page.body.length);
  assert.equal((await viaHttp(at('injecting'), `${target.http}/size/1000`)).body, 'x'.repeat(1_000));
});

test('tls-mitm shows a certificate of its own and passes the page on', async () => {
  const { status, socket } = await openTunnel(at('tls-mitm'), secureSite());
  assert.equal(status, 200);
  const reply = await overTls(socket, '/page');
  assert.notEqual(reply.fingerprint, target.fingerprint);
  assert.equal(reply.body, KNOWN_PAGE);
});

test('web-server answers for itself', async () => {
  assert.equal((await viaHttp(at('web-server'), `${target.http}/page`)).status, 404);
  const { status, socket } = await openTunnel(at('web-server'), secureSite());
  assert.equal(status, 405);
  socket.destroy();
});

test('what no proxy understands is answered 400 or hung up on', async () => {
  assert.match((await converse(at('elite'), 'NONSENSE\r\n\r\n')).bytes.toString(), /^HTTP\/1\.1 400 /);
  assert.match(
    (await converse(at('elite'), 'GET /origin-form HTTP/1.1\r\nHost: x\r\n\r\n')).bytes.toString(),
    /^HTTP\/1\.1 400 /,
  );
  for (const name of ['elite', 'web-server']) {
    const told = await converse(at(name), Buffer.from([5, 1, 0]));
    assert.match(told.bytes.toString(), /^HTTP\/1\.1 400 /, `${name} does not let a SOCKS client wait`);
  }
  assert.equal((await converse(at('elite'), 'x'.repeat(70_000))).bytes.length, 0);
  assert.equal((await converse(at('socks5'), Buffer.from([9, 9, 9]))).bytes.length, 0);
});

test('curl is content with them', async (context) => {
  const curl = (...args: string[]): Promise<{ stdout: string }> =>
    promisify(execFile)('curl', ['-sS', '--noproxy', '', '--max-time', '5', '-k', ...args]);
  try {
    await curl('--version');
  } catch {
    return context.skip('no curl on this machine');
  }
  const { port } = at('elite');
  assert.equal((await curl('-x', `http://${PROXY_HOST}:${port}`, `${target.http}/page`)).stdout, KNOWN_PAGE);
  assert.equal((await curl('-x', `http://${PROXY_HOST}:${port}`, `${target.https}/page`)).stdout, KNOWN_PAGE);
  for (const [scheme, name] of [
    ['socks4', 'socks4'],
    ['socks4a', 'socks4'],
    ['socks5', 'socks5'],
    ['socks5h', 'socks-both'],
  ]) {
    const proxy = `${scheme}://${PROXY_HOST}:${at(name!).port}`;
    assert.equal((await curl('-x', proxy, `${target.https}/page`)).stdout, KNOWN_PAGE, scheme);
  }
  const login = `socks5://demo:open-sesame@${PROXY_HOST}:${at('socks5-auth').port}`;
  assert.equal((await curl('-x', login, `${target.http}/page`)).stdout, KNOWN_PAGE);
});
