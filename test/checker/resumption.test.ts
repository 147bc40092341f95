/** TLS is resumed through whatever proxy leads to the judge, by nobody else, and only where a tunnel came about. */
import assert from 'node:assert/strict';
import { connect, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import { after, before, test } from 'node:test';
import { Checker } from '../../src/checker/checker.ts';
import { judgeCertificate } from '../../src/checker/judge/certificate.ts';
import type { Ask, JudgePlan } from '../../src/checker/judge-plan.ts';
import { checkAll, outcomes, resultOf, task, temporaryFolder, testJudge, type TestJudge } from '../help/checking.ts';
import { forwardProxy, nasty, type Nasty } from '../help/nasty.ts';

let judge: TestJudge;
let checker: Checker;
const servers: Nasty[] = [];
async function up(server: Promise<Nasty>): Promise<Nasty> {
  servers.push(await server);
  return server;
}
before(async () => {
  judge = await testJudge();
  checker = new Checker();
});
after(async () => {
  await checker.stop();
  await Promise.all(servers.map((server) => server.stop()));
  await judge.stop();
});

/** Only https, with or without the ticket of the direct connection. */
function plan(withTicket: boolean): JudgePlan {
  const { https, ...rest } = judge.plan as JudgePlan;
  const change = (ask: Ask): Ask => (withTicket ? ask : { ...ask, session: null });
  return { ...rest, http: null, https: { ...https!, echo: change(https!.echo), page: change(https!.page) } };
}

const PRE_SHARED_KEY = 0x0029;
/** Whether the server took up a ticket: its hello, which nobody encrypts, says so (RFC 8446 §4.2.11). */
function isResumed(first: Buffer): boolean {
  let at = 5 + 4 + 2 + 32;
  at += 1 + first[at]! + 2 + 1;
  const end = at + 2 + first.readUInt16BE(at);
  for (at += 2; at < end; at += 4 + first.readUInt16BE(at + 2))
    if (first.readUInt16BE(at) === PRE_SHARED_KEY) return true;
  return false;
}

/** A proxy that notes, for each of its tunnels, whether what came through it was a resumed session. */
function watched(notes: boolean[]): Promise<Nasty> {
  const tunnel = (client: Socket, to: { readonly host: string; readonly port: number }): void => {
    const judged = connect(to.port, to.host).on('error', () => client.destroy());
    judged.once('data', (first: Buffer) => notes.push(isResumed(first)));
    client.pipe(judged).pipe(client);
    client.on('close', () => judged.destroy());
  };
  return up(forwardProxy({ tunnel }));
}

async function manInTheMiddle(): Promise<Nasty> {
  const folder = temporaryFolder();
  const secureContext = createSecureContext(await judgeCertificate(folder.path, new Date()));
  folder.drop();
  return up(
    forwardProxy({
      tunnel: (client) => void new TLSSocket(client, { isServer: true, secureContext }).on('error', () => {}).resume(),
    }),
  );
}

test('a ticket of the judge resumes through any proxy, in the first request as in the second', async () => {
  const notes: boolean[] = [];
  const tasks = (await Promise.all([watched(notes), watched(notes), watched(notes)])).map(({ port }) =>
    task(port, ['https']),
  );
  const { reports } = await checkAll(checker, tasks, { plan: plan(true) });
  for (const { id } of tasks) assert.equal(outcomes(reports.get(id)), 'https:confirmed');
  assert.deepEqual(notes, Array(6).fill(true));
});

test('without one, the first proxy that is proved to be honest brings it for the others', async () => {
  const notes: boolean[] = [];
  const tasks = (await Promise.all([watched(notes), watched(notes), watched(notes)])).map(({ port }) =>
    task(port, ['https']),
  );
  const { reports } = await checkAll(checker, tasks, { plan: plan(false), concurrency: 1 });
  for (const { id } of tasks) assert.equal(resultOf(reports.get(id), 'https')?.tlsIntact, true);
  assert.equal(notes[0], false, 'nothing to resume yet');
  assert.ok(notes.slice(2).every(Boolean), notes.join());
});

test('a man in the middle cannot resume the judge’s session, and his own tickets are not kept', async () => {
  const notes: boolean[] = [];
  const [good, other, middle] = await Promise.all([watched(notes), watched(notes), manInTheMiddle()]);
  for (const withTicket of [true, false]) {
    notes.length = 0;
    const tasks = [good, middle, middle, other].map(({ port }) => task(port, ['https']));
    const { reports } = await checkAll(checker, tasks, { plan: plan(withTicket), concurrency: 1 });
    assert.deepEqual(
      tasks.map(({ id }) => outcomes(reports.get(id))),
      ['https:confirmed', 'https:failed(tls-untrusted)', 'https:failed(tls-untrusted)', 'https:confirmed'],
    );
    assert.ok(notes.at(-1), 'the judge’s ticket outlived him');
  }
});

test('TLS is spoken only where a tunnel came about', async () => {
  let said = '';
  const refuses = await up(
    nasty((socket) =>
      socket.on('data', (chunk: Buffer) => {
        said += chunk.toString('latin1');
        if (said.endsWith('\r\n\r\n')) socket.write('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n');
      }),
    ),
  );
  const it = task(refuses.port, ['https']);
  const { reports } = await checkAll(checker, [it], { plan: plan(true) });
  assert.equal(reports.get(it.id)?.reason, 'denied');
  assert.match(said, /^CONNECT [\d.:]+ HTTP\/1\.1\r\n[\x20-\x7e\r\n]*$/, 'no byte of a handshake');
  assert.equal(refuses.seen.total, 1);
});
