/** Holds checks of silent SOCKS5 proxies in flight with the whole of RefBot, and says what that takes. */
import { setTimeout as delay } from 'node:timers/promises';
import { answerLines } from './answer-lines.ts';
import { openBenchEngine } from './bench-engine.ts';
import { aboutUrl, type Ports } from './check-kinds.ts';
import type { HoldAsk } from './hold.ts';
import { heapBytes, rssBytes } from './held-memory.ts';
import { loopbackList } from './loopback-list.ts';

const WARM_UP = 200;

const [, , silentPort, count, ports] = process.argv as [string, string, string, string, string];
const judge = aboutUrl('socks5', JSON.parse(ports) as Ports);
const { engine, stop } = await openBenchEngine();
const many = Number(count);
await engine.act.import(loopbackList(many + WARM_UP, Number(silentPort)), { source: 'bench', protocols: ['socks5'] });
const ids: number[] = [];
for (const { id } of engine.view.rows()) ids.push(id); // all rows together would be memory that no check takes
// The worker that read the list is let go when no other comes; neither figure is to hold it.
await delay(1_000);
// The worker is there and has its code before anything is counted.
await engine.act.check({ select: ids.slice(0, WARM_UP), judge, timeoutMs: 200, concurrency: many });

let abort: AbortController | null = null;
let running: Promise<unknown> | null = null;
await answerLines<HoldAsk>(
  'ready',
  async (what) => {
    if (what === 'hold') {
      abort = new AbortController();
      const select = ids.slice(WARM_UP);
      running = engine.act.check({ select, judge, timeoutMs: 120_000, concurrency: many, signal: abort.signal });
      return null;
    }
    return what === 'rss' ? rssBytes() : heapBytes();
  },
  async () => {
    abort?.abort();
    await running;
    await stop();
  },
);
