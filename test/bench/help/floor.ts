/** Builds the floor of the bench of the check (floor/check-floor.c) where there is a C compiler, and runs it. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Cost, IN_FLIGHT, type Kind, type Ports } from './check-kinds.ts';
import { STRIDE } from './loopback-list.ts';

const run = promisify(execFile);
const SOURCE = join(import.meta.dirname, '..', 'floor', 'check-floor.c');
const WITH_TLS = ['-DWITH_TLS', '-lssl', '-lcrypto'];

export interface Floor {
  readonly file: string;
  /** OpenSSL's headers were there. */
  readonly tls: boolean;
}

export interface FloorCost extends Cost {
  readonly checks: number;
  readonly failed: number;
  /** Connections whose TLS session was resumed. */
  readonly resumed: number;
}

/** @returns null where there is no C compiler */
export async function buildFloor(folder: string): Promise<Floor | null> {
  const file = join(folder, 'check-floor');
  const compile = (...last: string[]): Promise<boolean> =>
    run('cc', ['-O2', '-std=c11', '-o', file, SOURCE, ...last]).then(
      () => true,
      () => false,
    );
  if (await compile(...WITH_TLS)) return { file, tls: true };
  return (await compile()) ? { file, tls: false } : null;
}

/** @param first number of the first proxy, by {@link loopbackAddress} @throws when a check failed */
export async function runFloor(floor: Floor, kind: Kind, checks: number, ports: Ports, first = 0): Promise<FloorCost> {
  const numbers = [checks, IN_FLIGHT, ports.proxy, ports.judge[kind], first, STRIDE].map(String);
  const cost = JSON.parse((await run(floor.file, [kind, ...numbers])).stdout) as FloorCost;
  if (cost.failed > 0) throw new Error(`${cost.failed} of ${checks} checks of the floor failed`);
  return cost;
}
