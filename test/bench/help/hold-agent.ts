/** Holds requests through silent proxies in flight with undici's ProxyAgent, one each, and says what that takes. */
import { setTimeout as delay } from 'node:timers/promises';
import { ProxyAgent, request } from 'undici';
import { answerLines } from './answer-lines.ts';
import type { HoldAsk } from './hold.ts';
import { heapBytes, rssBytes } from './held-memory.ts';

const [, , silentPort, count] = process.argv as [string, string, string, string];
/** Connected before anything is counted. */
const WARM_UP = 20;

const kept: unknown[] = [];

function hold(many: number): void {
  for (let i = 0; i < many; i++) {
    const dispatcher = new ProxyAgent({ uri: `http://127.0.0.1:${silentPort}` });
    kept.push(
      dispatcher,
      request('http://127.0.0.1:9/', { dispatcher }).catch(() => {}),
    );
  }
}

hold(WARM_UP);
await delay(500);
await answerLines<HoldAsk>('ready', (what) => {
  if (what === 'hold') return hold(Number(count)) ?? null;
  return what === 'rss' ? rssBytes() : heapBytes();
});
