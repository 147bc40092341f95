/** Starts RefBot's own judge in a worker of its own. Called by the engine (`judge start`, loopback selections). */
import { isIP } from 'node:net';
import { siblingModule } from '../../lib/sibling.ts';
import { WorkerLane } from '../../lib/worker-lane.ts';
import { fail } from '../../model/errors.ts';
import { authority } from '../../net/connect.ts';
import type { JudgeWorkerData, JudgeWorkerMessage } from './worker.ts';

export interface JudgeOptions {
  /** Address to listen on; default 127.0.0.1. */
  readonly host?: string;
  /** 0 (default) = any free port. */
  readonly port?: number;
  readonly httpsPort?: number;
  /** Where certificate and key are kept. */
  readonly keyFolder: string;
  /** The judge died without being asked to. */
  readonly onDeath?: (error: Error) => void;
}

export interface RunningJudge {
  /** URLs without a path, e.g. `http://127.0.0.1:40001`. */
  readonly http: string;
  readonly https: string;
  stop(): Promise<void>;
}

/** @throws port-in-use; bad-value (host is no address); engine-worker */
export async function startJudge(options: JudgeOptions): Promise<RunningJudge> {
  const host = options.host ?? '127.0.0.1';
  if (isIP(host) === 0) throw fail('bad-value', `a judge listens on an address, not on ${host}`);
  const data: JudgeWorkerData = {
    host,
    port: options.port ?? 0,
    httpsPort: options.httpsPort ?? 0,
    keyFolder: options.keyFolder,
  };
  let lane: WorkerLane<never, JudgeWorkerMessage>;
  let started = false;
  const message = await new Promise<JudgeWorkerMessage>((resolve, reject) => {
    lane = new WorkerLane<never, JudgeWorkerMessage>(siblingModule(import.meta.url, './worker'), {
      name: 'judge',
      data,
      onMessage: resolve,
      onDeath: (error) => {
        if (started) options.onDeath?.(error);
        else reject(fail('engine-worker', `the judge did not start: ${error.message}`, { cause: error }));
      },
    });
  });
  started = true;
  if (message.kind === 'failed') {
    await lane!.stop();
    const name = message.code === 'EADDRINUSE' ? 'port-in-use' : 'engine-worker';
    throw fail(name, `the judge did not start: ${message.message}`);
  }
  // A wildcard is no address to be reached at.
  const reach = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return {
    http: `http://${authority({ host: reach, port: message.httpPort })}`,
    https: `https://${authority({ host: reach, port: message.httpsPort })}`,
    stop: () => lane.stop(),
  };
}
