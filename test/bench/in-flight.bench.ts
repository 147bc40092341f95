/** What a check costs while it waits: memory of the process with thousands of silent proxies in flight, and the brain's loop delay. */
import { spawn } from 'node:child_process';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Checker } from '../../src/checker/checker.ts';
import { defaultConcurrency } from '../../src/checker/fd-limit.ts';
import { LIVENESS_PLAN } from '../../src/checker/judge-plan.ts';
import { PROTOCOL_BIT } from '../../src/model/proxy.ts';
import type { CheckTask } from '../../src/model/report.ts';

const WANTED = 10_000;
const policy = { only: 'loopback', allowPrivate: false } as const;

async function startSilent(): Promise<{ port: number; stop: () => void }> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./help/silent.ts', import.meta.url))], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout }))
    return { port: Number(line), stop: () => child.stdin.end() };
  throw new Error('the silent server did not start');
}

export default {
  name: 'check: silent proxies in flight (whole process, check worker included)',
  async run(): Promise<readonly Record<string, string | number>[]> {
    const silent = await startSilent();
    const checker = new Checker();
    const count = Math.min(WANTED, defaultConcurrency());
    const tasks = function* (many: number): Generator<CheckTask> {
      for (let id = 1; id <= many; id++)
        yield { id, host: '127.0.0.1', port: silent.port, user: null, password: null, claimed: PROTOCOL_BIT.socks5 };
    };
    const options = { plan: LIVENESS_PLAN, policy, concurrency: count };
    try {
      // The worker is warm and has its code before anything is counted.
      await checker.check(tasks(200), { ...options, timeoutMs: 200 }, undefined, () => {});
      const before = process.memoryUsage().rss;
      const delay = monitorEventLoopDelay({ resolution: 1 });
      const abort = new AbortController();
      delay.enable();
      const running = checker.check(tasks(count), { ...options, timeoutMs: 60_000 }, abort.signal, () => {});
      await new Promise((resolve) => setTimeout(resolve, 4_000));
      delay.disable();
      const rss = process.memoryUsage().rss;
      abort.abort();
      const { peakConnections } = await running;
      return [
        {
          'in flight': peakConnections,
          'process MB': Math.round(rss / 1e6),
          'kB each': ((rss - before) / peakConnections / 1_000).toFixed(1),
          'brain loop delay p99 ms': (delay.percentile(99) / 1e6).toFixed(1),
          'max ms': (delay.max / 1e6).toFixed(1),
        },
      ];
    } finally {
      await checker.stop();
      silent.stop();
    }
  },
};
