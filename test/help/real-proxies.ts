/**
 * Proxy servers that this project did not write, started on free ports of loopback for as long as a test needs them:
 * tinyproxy (HTTP and CONNECT, adds Via), microsocks (SOCKS5) and dante (SOCKS4 and 5), the first two with and without a
 * password. Tests skip themselves where they are not installed (Debian: tinyproxy-bin microsocks dante-server).
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

export const LOGIN = { user: 'refbot', password: 's3cret' } as const;
const LOOPBACK = '127.0.0.1';
const READY_MS = 5_000;

export interface RealProxies {
  readonly tinyproxy: number;
  readonly tinyproxyAuth: number;
  readonly microsocks: number;
  readonly microsocksAuth: number;
  readonly dante: number;
  stop(): Promise<void>;
}

/** Why they cannot be started here; false when they can. Fits the `skip` option of a test. */
export const missing: string | false =
  ['tinyproxy', 'microsocks', 'danted']
    .filter((name) => spawnSync('sh', ['-c', `command -v ${name}`]).status !== 0)
    .join(', ') || false;

export function startRealProxies(): Promise<RealProxies> {
  return withFreshPorts(startOnFreePorts);
}

async function startOnFreePorts(): Promise<RealProxies> {
  const folder = mkdtempSync(join(tmpdir(), 'refbot-real-'));
  const [tiny, tinyAuth, micro, microAuth, dante] = (await freePorts(5)) as [number, number, number, number, number];
  const file = (name: string, lines: readonly string[]): string => {
    const path = join(folder, name);
    writeFileSync(path, `${lines.join('\n')}\n`);
    return path;
  };
  const tinyConfig = (port: number): string[] => [
    `Port ${port}`,
    `Listen ${LOOPBACK}`,
    'Timeout 30',
    'MaxClients 200',
    'Allow 127.0.0.0/8',
  ];
  const danteConfig = [
    `logoutput: ${join(folder, 'dante.log')}`,
    `internal: ${LOOPBACK} port = ${dante}`,
    `external: ${LOOPBACK}`,
    'clientmethod: none',
    'socksmethod: none',
    'client pass { from: 127.0.0.0/8 to: 0.0.0.0/0 }',
    'socks pass { from: 127.0.0.0/8 to: 127.0.0.0/8 }',
  ];
  const login = `BasicAuth ${LOGIN.user} ${LOGIN.password}`;
  const children = [
    run('tinyproxy', ['-d', '-c', file('tiny.conf', tinyConfig(tiny))]),
    run('tinyproxy', ['-d', '-c', file('tiny-auth.conf', [...tinyConfig(tinyAuth), login])]),
    run('microsocks', ['-i', LOOPBACK, '-p', String(micro)]),
    run('microsocks', ['-i', LOOPBACK, '-p', String(microAuth), '-u', LOGIN.user, '-P', LOGIN.password]),
    run('danted', ['-f', file('dante.conf', danteConfig), '-p', join(folder, 'dante.pid')]),
  ];
  // Groups of their own outlive a run that is broken off: they go with this process, however it ends.
  const onExit = (): void => {
    for (const { pid, exitCode, signalCode } of children)
      if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid, 'SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  const onTerminate = (): void => process.exit(143);
  process.once('exit', onExit).once('SIGTERM', onTerminate);
  const stop = async (): Promise<void> => {
    await Promise.all(children.map(ended));
    process.off('exit', onExit).off('SIGTERM', onTerminate);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await Promise.all([tiny, tinyAuth, micro, microAuth, dante].map(reachable));
  } catch (error) {
    await stop();
    throw error;
  }
  return { tinyproxy: tiny, tinyproxyAuth: tinyAuth, microsocks: micro, microsocksAuth: microAuth, dante, stop };
}

/** In a group of its own: dante forks, and all of it has to go. */
function run(command: string, args: readonly string[]): ChildProcess {
  return spawn(command, args, { stdio: 'ignore', detached: true });
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return resolve();
    child.once('exit', () => resolve());
    process.kill(-child.pid, 'SIGKILL');
  });
}

/** A port that was free may be taken by a connection that goes out before the server has it: then others are tried. */
export async function withFreshPorts<T>(start: () => Promise<T>): Promise<T> {
  for (let left = 2; left > 0; left--) {
    try {
      return await start();
    } catch {
      // The last try says what is wrong.
    }
  }
  return start();
}

/** All held at once, so that no two are the same. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  await Promise.all(servers.map((server) => new Promise<void>((done) => void server.listen(0, LOOPBACK, done))));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((done) => void server.close(done))));
  return ports;
}

export async function reachable(port: number): Promise<void> {
  for (const until = performance.now() + READY_MS; performance.now() < until; await pause(20)) {
    const up = await new Promise<boolean>((resolve) => {
      const socket = connect(port, LOOPBACK)
        .once('connect', () => socket.destroy())
        .once('error', () => resolve(false))
        .once('close', (hadError) => resolve(!hadError));
    });
    if (up) return;
  }
  throw new Error(`nothing listens on port ${port} after ${READY_MS} ms`);
}
