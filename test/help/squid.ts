/**
 * squid, the proxy most of the world runs, in the guises that make it transparent, anonymous or elite, started on free ports
 * of loopback for as long as a test needs it. Tests skip themselves where it is not installed (Debian: squid).
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LOGIN, freePorts, reachable, withFreshPorts } from './real-proxies.ts';

/** How it treats who it is and whom it serves. */
const GUISES = {
  /** X-Forwarded-For with the client's address, Via with its own name: as it comes. */
  transparent: ['forwarded_for on', 'via on'],
  anonymous: ['forwarded_for delete', 'via on'],
  elite: ['forwarded_for delete', 'via off'],
  /** The same for those who have the password. */
  locked: ['forwarded_for delete', 'via off'],
  /** Understands, and lets nobody through. */
  denies: ['forwarded_for delete', 'via off'],
} as const;
export type SquidGuise = keyof typeof GUISES;

export interface Squids {
  readonly ports: Readonly<Record<SquidGuise, number>>;
  stop(): Promise<void>;
}

const PROGRAM = ['/usr/sbin/squid', 'squid'].find((name) => spawnSync(name, ['-v']).status === 0);

/** Why it cannot be started here; false when it can. Fits the `skip` option of a test. */
export const squidMissing: string | false = PROGRAM === undefined && 'not installed: squid';

export function startSquids(): Promise<Squids> {
  return withFreshPorts(startOnFreePorts);
}

async function startOnFreePorts(): Promise<Squids> {
  const folder = mkdtempSync(join(tmpdir(), 'refbot-squid-'));
  // As root it gives up its rights, and must still be able to write there.
  chmodSync(folder, 0o777);
  const login = join(folder, 'login.sh');
  const answer = `while read -r line; do case "$line" in "${LOGIN.user} ${LOGIN.password}") echo OK ;; *) echo ERR ;; esac; done`;
  writeFileSync(login, `#!/bin/sh\n${answer}\n`, { mode: 0o755 });
  const guises = Object.keys(GUISES) as SquidGuise[];
  const ports = await freePorts(guises.length);
  const children = guises.map((guise, index) => start(folder, guise, ports[index]!, login));
  const onExit = (): void => {
    for (const child of children) kill(child);
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', onExit);
  const stop = async (): Promise<void> => {
    await Promise.all(
      children.map(
        (child) =>
          new Promise<void>((resolve) => {
            if (child.exitCode !== null || child.signalCode !== null) return resolve();
            child.once('exit', () => resolve());
            kill(child);
          }),
      ),
    );
    process.off('exit', onExit);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await Promise.all(ports.map(reachable));
  } catch (error) {
    await stop();
    throw error;
  }
  return { ports: Object.fromEntries(guises.map((guise, index) => [guise, ports[index]!])) as Squids['ports'], stop };
}

/** One process a guise, in the foreground, without a cache, for clients and targets on loopback only. */
function start(folder: string, guise: SquidGuise, port: number, login: string): ChildProcess {
  const own = join(folder, guise);
  mkdirSync(own);
  chmodSync(own, 0o777);
  const config = [
    `http_port 127.0.0.1:${port}`,
    `pid_filename ${join(own, 'pid')}`,
    `cache_log ${join(own, 'cache.log')}`,
    `coredump_dir ${own}`,
    'access_log none',
    'cache deny all',
    'cache_mem 1 MB',
    'pinger_enable off',
    'shutdown_lifetime 0 seconds',
    'visible_hostname gateway.invalid',
    ...GUISES[guise],
    'acl here src 127.0.0.0/8',
    'acl inside dst 127.0.0.0/8',
    ...(guise === 'denies' ? ['http_access deny all'] : []),
    ...(guise === 'locked'
      ? [
          `auth_param basic program ${login}`,
          'auth_param basic children 2',
          'acl known proxy_auth REQUIRED',
          'http_access deny !known',
        ]
      : []),
    'http_access allow here inside',
    'http_access deny all',
  ];
  const file = join(own, 'squid.conf');
  writeFileSync(file, `${config.join('\n')}\n`);
  return spawn(PROGRAM!, ['-N', '-f', file], { stdio: 'ignore', detached: true });
}

/** The whole group: helpers that it started go with it. */
function kill({ pid, exitCode, signalCode }: ChildProcess): void {
  if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid, 'SIGKILL');
}
