/** The harvest worker: fetches, unpacks and parses lists off the main thread. Started by harvest.ts only. */
import { openLane } from '../lib/worker-lane.ts';
import type { ParsedList } from '../model/candidate.ts';
import type { DocumentFetcher } from '../net/fetch.ts';
import { errorText, gather, parse } from './gather.ts';
import type { FromHarvester, ToHarvester } from './harvest-types.ts';
import { unpack } from './unpack.ts';

/** Loaded by the first document: an import does without it, and it takes half of the start. */
let fetcher: Promise<DocumentFetcher> | null = null;
const aborts = new Map<number, AbortController>();
const feeds = new Map<number, Feed>();

const lane = openLane<ToHarvester, FromHarvester>({
  onMessage(message) {
    switch (message.kind) {
      case 'fetch':
        void run(message.id, async (signal) => {
          const result = await gather(message.task, openFetcher, signal);
          lane.post({ kind: 'fetched', id: message.id, result }, columns(result.parsed));
        });
        break;
      case 'feed': {
        const feed = new Feed(() => lane.post({ kind: 'taken', id: message.id }));
        feeds.set(message.id, feed);
        void run(message.id, async (signal) => {
          const parsed = await parse(unpack(feed.chunks(signal)), message.list, signal);
          lane.post({ kind: 'parsed', id: message.id, parsed }, columns(parsed));
        });
        break;
      }
      case 'chunk':
        feeds.get(message.id)?.push(message.bytes);
        break;
      case 'end':
        feeds.get(message.id)?.push(null);
        break;
      case 'abort':
        aborts.get(message.id)?.abort();
    }
  },
  async onStop() {
    for (const abort of aborts.values()) abort.abort();
    await (await fetcher)?.close();
  },
});

function openFetcher(): Promise<DocumentFetcher> {
  return (fetcher ??= import('../net/fetch.ts').then((module) => new module.DocumentFetcher()));
}

async function run(id: number, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const abort = new AbortController();
  aborts.set(id, abort);
  try {
    await work(abort.signal);
  } catch (error) {
    lane.post({ kind: 'failed', id, message: errorText(error) });
  } finally {
    aborts.delete(id);
    feeds.delete(id);
  }
}

/** Moved to the brain instead of copied. */
function columns(parsed: ParsedList | null): ArrayBuffer[] {
  if (parsed === null) return [];
  const { ipv4, port, protocols } = parsed.batch;
  return [ipv4.buffer, port.buffer, protocols.buffer] as ArrayBuffer[];
}

/** Chunks that come as messages, as an iterable. */
class Feed {
  readonly #waiting: (Uint8Array | null)[] = [];
  readonly #onTaken: () => void;
  #wake: (() => void) | null = null;

  constructor(onTaken: () => void) {
    this.#onTaken = onTaken;
  }

  /** @param chunk null = that was all */
  push(chunk: Uint8Array | null): void {
    this.#waiting.push(chunk);
    this.#wake?.();
  }

  async *chunks(signal: AbortSignal): AsyncGenerator<Uint8Array> {
    signal.addEventListener('abort', () => this.#wake?.(), { once: true });
    for (;;) {
      while (this.#waiting.length === 0) {
        signal.throwIfAborted();
        await new Promise<void>((resolve) => (this.#wake = resolve));
      }
      signal.throwIfAborted();
      const chunk = this.#waiting.shift()!;
      if (chunk === null) return;
      yield chunk;
      this.#onTaken();
    }
  }
}
