/** What a person gets to see of the truth of a check: who changed what, who confirmed it, and when nobody could. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createSecureContext, TLSSocket } from 'node:tls';
import { after, before, test } from 'node:test';
import { judgeCertificate } from '../../src/checker/judge/certificate.ts';
import { startJudge, type RunningJudge } from '../../src/checker/judge/start.ts';
import { deadPort, temporaryFolder } from '../help/checking.ts';
import { withEngine } from '../help/engine-world.ts';
import { forwardProxy, type Nasty } from '../help/nasty.ts';
import { keptState } from '../help/store-kept.ts';

interface Row {
  readonly address: string;
  readonly status: string;
  readonly changed: string | null;
}
interface Summary {
  readonly working: number;
  readonly reasons: Readonly<Record<string, number>>;
  readonly tampered: Readonly<Record<string, number>>;
  readonly judge: string;
}

const folder = temporaryFolder();
const proxies: Record<string, Nasty> = {};
let second: RunningJudge;

before(async () => {
  second = await startJudge({ keyFolder: folder.path, host: '127.0.0.2' });
  const secureContext = createSecureContext(await judgeCertificate(folder.path, new Date()));
  const drop = (client: { destroy(): void }): void => client.destroy();
  proxies['script'] = await forwardProxy({
    reply: (body) => body.replace('</body>', '<script src="//ads.example/x.js"></script></body>'),
    tunnel: drop,
  });
  proxies['page'] = await forwardProxy({ reply: (body) => body.slice(0, 300), tunnel: drop });
  proxies['header'] = await forwardProxy({
    reply: (body, _nth, response) => (response.setHeader('set-cookie', 'track=1'), body),
    tunnel: drop,
  });
  proxies['certificate'] = await forwardProxy({
    reply: (body, _nth, response) => (response.destroy(), body),
    tunnel: (client) => void new TLSSocket(client, { isServer: true, secureContext }).on('error', () => {}),
  });
  proxies['request'] = await forwardProxy({ headers: { 'user-agent': 'Sold/1.0' } });
  proxies['nothing'] = await forwardProxy();
});
after(async () => {
  await Promise.all([second.stop(), ...Object.values(proxies).map((proxy) => proxy.stop())]);
  folder.drop();
});

const list = (): string =>
  Object.entries(proxies)
    .map(([name, { port }]) => `${name === 'certificate' ? 'https' : 'http'}://127.0.0.1:${port}`)
    .join('\n');

test('who changed what is counted, kept, shown and found', async () => {
  await withEngine(async ({ folder, line }) => {
    await writeFile(join(folder, 'list.txt'), list());
    await line.ask('proxies import list.txt');
    const checked = await line.ask<Summary>('check --timeout 2s');
    assert.deepEqual(checked.data.tampered, { certificate: 1, header: 1, page: 1, script: 1 }, JSON.stringify(checked));
    assert.deepEqual(checked.data.reasons, { tampered: 3, 'tls-untrusted': 1 });
    assert.equal(checked.data.working, 2);
    const told = await line.say('check @all --timeout 2s', { format: 'table' });
    assert.match(told.data, /\n {2}tampered {2}(?:1 \w+, ){3}1 \w+\n/);

    const rows = (await line.ask<Row[]>('proxies list')).data;
    const of = (name: string): Row => rows.find(({ address }) => address.endsWith(`:${proxies[name]!.port}`))!;
    const seen = Object.fromEntries(Object.keys(proxies).map((name) => [name, [of(name).status, of(name).changed]]));
    const [, certificate] = seen['certificate']!;
    assert.match(certificate!, /^certificate: CN=RefBot judge, issued by CN=RefBot judge, SHA-256 (\w\w:){31}\w\w$/);
    assert.deepEqual(seen, {
      script: ['failed', 'script: 42 bytes added: <script src="//ads.example/x.js"></script>'],
      page: ['failed', seen['page']![1]],
      header: ['failed', 'header: set-cookie added: track=1'],
      certificate: ['failed', certificate],
      request: ['working', 'request: user-agent changed to Sold/1.0'],
      nothing: ['working', null],
    });
    assert.match(seen['page']![1]!, /^page: (?:changed to|cut after)/);

    const found = async (where: string): Promise<string[]> =>
      (await line.ask<Row[]>(`proxies list | where ${where}`)).data.map(({ address }) => address);
    assert.deepEqual(await found('changed ~ script'), [of('script').address]);
    assert.equal((await found('failure = tampered')).length, 3);
    assert.deepEqual(await found('changed ~ "^request"'), [of('request').address]);
    const page = await line.say(`proxies show ${of('certificate').address}`, { format: 'table' });
    assert.match(page.data, /^changed +certificate: CN=RefBot judge, issued by/m);
    assert.match(page.data, /^block lists +–/m);

    const kept = await keptState(join(folder, 'state.json'));
    const texts = kept.proxies.map((proxy) => proxy['changed']).filter((text) => typeof text === 'string');
    assert.deepEqual(texts.toSorted(), rows.flatMap(({ changed }) => changed ?? []).toSorted());
  });
});

test('a second judge of the configuration confirms; one that is down is said, and nobody fails for it', async () => {
  await withEngine(async ({ folder, line, engine }) => {
    await writeFile(join(folder, 'list.txt'), `http://127.0.0.1:${proxies['nothing']!.port}`);
    await line.ask('proxies import list.txt');
    await line.ask(`config set judge.second_url ${second.http}`);
    const both = (await line.ask<Summary>('check @all')).data;
    assert.deepEqual([both.working, both.judge], [1, `own, confirmed by ${new URL(second.http).host}`]);
    await line.ask(`config set judge.second_url http://127.0.0.1:${await deadPort()}/`);
    for (const round of [1, 2]) {
      const one = (await line.ask<Summary>('check @all')).data;
      assert.deepEqual([one.working, one.judge], [1, 'own (second judge not used)'], `round ${round}`);
    }
    const notes = engine.view.log(100).filter(({ message }) => message.includes('second judge'));
    assert.equal(notes.length, 1, 'once, not with every round');
    assert.match(notes[0]!.message, /cannot be used .*the first one confirms, too/);
    assert.equal(engine.view.status().judge.inUse, 'own (second judge not used)');
  });
});

test('no judge at all: said in summary, status and log, and nobody is condemned for it', async () => {
  await withEngine(async ({ folder, line, engine }) => {
    await writeFile(join(folder, 'list.txt'), 'http://9.9.9.9:1');
    await line.ask('proxies import list.txt');
    const { judge, reasons } = (await line.ask<Summary>('check @all')).data;
    assert.equal(judge, 'none (liveness only)');
    assert.deepEqual(reasons, { blocked: 1 }, 'only loopback may be dialled here');
    assert.equal(engine.view.status().judge.inUse, judge);
    assert.ok(engine.view.log(100).some(({ message }) => message.startsWith('no judge answers')));
    assert.equal((await line.ask<Row[]>('proxies list')).data[0]!.status, 'new');
  });
});
