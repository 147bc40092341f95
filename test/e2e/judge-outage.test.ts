/** The real shell while the judge of its check dies, lies and comes back: the first line, log and status say so, and no proxy is blamed. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { startJudge } from '../../src/checker/judge/start.ts';
import type { ProxyRow } from '../../src/model/proxy.ts';
import { temporaryFolder } from '../help/checking.ts';
import { lyingJudge } from '../help/lying-judge.ts';
import { PtyScreen } from '../help/pty-screen.ts';
import { endings } from '../help/endings.ts';
import { startScaleFarm } from '../help/scale-farm.ts';
import { withWorld } from '../help/world.ts';

const LAUNCHER = join(import.meta.dirname, '..', '..', 'bin', 'refbot.js');
/** Slow enough that the check goes on through all of it, whatever the machine. */
const FARM = { weights: { elite: 1 }, latencyMs: [200, 300] } as const;
const PROXIES = 3_000;
const CONCURRENCY = 20;
/** No connection goes out from there, so none takes the judge's ports while it is down. */
const HOST = '127.0.0.5';
const skip = process.platform === 'linux' ? false : 'needs the whole of 127.0.0.0/8';

test('the shell tells of a judge that dies, lies and is back', { skip }, async (t) => {
  const ends = endings(t);
  const { path: keyFolder, drop } = temporaryFolder();
  ends(drop);
  const farm = await startScaleFarm(FARM);
  ends(() => farm.stop());
  let judge = await startJudge({ keyFolder, host: HOST });
  ends(() => judge.stop());
  const port = (url: string): number => Number(new URL(url).port);
  const ports = { host: HOST, port: port(judge.http), httpsPort: port(judge.https) };
  await withWorld(async (world) => {
    const hosts = Array.from({ length: PROXIES }, (_, i) => `127.30.${i >> 8}.${i & 255}`);
    world.file('list.txt', hosts.map((host) => `http://${host}:${farm.port}`).join('\n'));
    const env = {
      HOME: world.folder,
      XDG_CONFIG_HOME: join(world.folder, 'config'),
      XDG_STATE_HOME: join(world.folder, 'state'),
      XDG_RUNTIME_DIR: join(world.folder, 'run'),
    };
    const args = [LAUNCHER, '--state', world.stateFile, 'shell'];
    const screen = new PtyScreen(process.execPath, args, { env, cwd: world.folder, columns: 140 });
    const first = (pattern: RegExp): Promise<unknown> => screen.waitFor(() => pattern.test(screen.lines[0]!), 20_000);
    try {
      await screen.waitFor(() => screen.idleMarks > 0);
      screen.write('proxies import list.txt --allow-private\r');
      await screen.waitFor(/3,?000 new|added 3,?000|3,?000 added/, 20_000);
      screen.write(`check @all --judge ${judge.http} --concurrency ${CONCURRENCY} --timeout 10s &\r`);
      await first(/working +[1-9]/);

      await judge.stop();
      await first(/⚠ judge does not answer \d/);
      screen.write('judge status\r');
      await screen.waitFor(/does not answer \(nothing listens on the port\)/, 20_000);

      const liar = await lyingJudge('stale', ports);
      ends(() => liar.stop());
      await first(/⚠ judge answers otherwise/);
      await liar.stop();

      judge = await startJudge({ keyFolder, ...ports });
      await screen.waitFor(() => !screen.lines[0]!.includes('judge'), 20_000);
      screen.write('log 100 --area judge\r');
      await screen.waitFor(/answers otherwise than before[^]*answers again after/, 20_000);
      screen.write('kill 2\r');
      await screen.waitFor(/job 2, check @all[^]*: cancelled/, 20_000);
      screen.write('quit\r');
      assert.equal((await screen.exited).exitCode, 0);
    } finally {
      await screen.close();
    }
    const { data } = await world.json<readonly ProxyRow[]>(['proxies', 'list']);
    assert.equal(data.length, PROXIES);
    assert.ok(data.some(({ status }) => status === 'working'));
    assert.deepEqual(
      data.filter(({ status }) => status === 'failed'),
      [],
    );
  });
});
