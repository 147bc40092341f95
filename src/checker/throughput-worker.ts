/** The throughput worker's thread: downloads one page through the proxies it is given, few at once, since they share our line. */
import { checkProblem, type CheckDefinition } from '../define/check.ts';
import { folderModules } from '../lib/sibling.ts';
import { openLane } from '../lib/worker-lane.ts';
import { download } from './throughput-client.ts';
import type {
  ThroughputData,
  ThroughputResult,
  ThroughputResults,
  ThroughputTask,
  ThroughputTasks,
} from './throughput-messages.ts';

/** Plain HTTP first: what encrypting costs says nothing about the proxy's line. */
const OVER_HTTP = ['http', 'socks5', 'socks4', 'https'] as const;
const OVER_TLS = ['https', 'socks5', 'socks4'] as const;

const abort = new AbortController();
const waiting: ThroughputTask[] = [];
let checks: ReadonlyMap<string, CheckDefinition> = new Map();
let running = 0;

const lane = openLane<ThroughputTasks, ThroughputResults>({
  onMessage: ({ tasks }) => {
    waiting.push(...tasks);
    pump();
  },
  onStop: () => abort.abort(),
});
const data = lane.data as ThroughputData;

function pump(): void {
  // Nobody is measured before the checks are loaded.
  while (checks.size > 0 && running < data.concurrency && waiting.length > 0) {
    running += 1;
    void measure(waiting.shift()!).then((result) => {
      running -= 1;
      if (abort.signal.aborted) return;
      lane.post({ results: [result] });
      pump();
    });
  }
}

async function measure(task: ThroughputTask): Promise<ThroughputResult> {
  const { page, bytes, policy, connectTimeoutMs, timeoutMs } = data;
  const way = wayOf(task);
  const failed = (reason: ThroughputResult['reason'], changed: string | null = null): ThroughputResult => ({
    id: task.id,
    at: Date.now(),
    kibPerSecond: null,
    reason,
    changed,
  });
  // It cannot reach such a page: absolute-form requests carry no TLS.
  if (way === null) return failed('denied');
  try {
    const { host, port, user, password } = task;
    const found = await download(
      { host, port, user, password, url: way.url, nonced: page.nonced, bytes, policy, connectTimeoutMs, timeoutMs },
      way.check,
      abort.signal,
    );
    return found.ok ? { ...failed(null), kibPerSecond: found.kibPerSecond } : failed(found.reason, found.changed);
  } catch {
    return failed('cancelled');
  }
}

function wayOf({ protocols }: ThroughputTask): { readonly url: string; readonly check: CheckDefinition } | null {
  const { http, https } = data.page;
  const plain = http === null ? undefined : OVER_HTTP.find((name) => protocols.includes(name));
  // What tunnels for TLS alone is asked for TLS where that can be had.
  if (plain !== undefined && (plain !== 'https' || https === null)) return { url: http!, check: checks.get(plain)! };
  const secure = https === null ? undefined : OVER_TLS.find((name) => protocols.includes(name));
  return secure === undefined ? null : { url: https!, check: checks.get(secure)! };
}

const found = new Map<string, CheckDefinition>();
for (const { name, load } of folderModules(import.meta.url, './checks/')) {
  const module = await load();
  const problem = checkProblem(module.default);
  if (problem !== null) throw new Error(`checks/${name}: ${problem}`);
  const check = module.default as CheckDefinition;
  found.set(check.protocol, check);
}
checks = found;
pump();
