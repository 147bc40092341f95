/** The scale farm as a process beside the bench, with the loop probe inside. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { PROBE_OPTION } from './probed.ts';

export interface Farm {
  readonly port: number;
  signal(name: NodeJS.Signals): void;
  stop(): Promise<void>;
}

/** Its main thread has nothing to do: how late that one is says what the machine itself takes. */
export async function startFarm(probeFile: string): Promise<Farm> {
  const child = spawn(process.execPath, [PROBE_OPTION, join(import.meta.dirname, 'farm-process.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, REFBOT_LOOP_PROBE: probeFile },
  });
  const exited = once(child, 'exit');
  for await (const line of createInterface({ input: child.stdout })) {
    return {
      port: Number(line),
      signal: (name) => void child.kill(name),
      async stop() {
        child.stdin.end();
        await exited;
      },
    };
  }
  throw new Error('the farm did not start');
}
