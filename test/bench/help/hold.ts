/** Starts a process that holds checks in flight, and what it answers. */
import { setTimeout as delay } from 'node:timers/promises';
import { Peer } from './peer.ts';

/** What such a process is asked: to begin, and what it takes. */
export type HoldAsk = 'hold' | Measure;
/** Memory of the process, or heaps without garbage; one process tells one of them. */
export type Measure = 'rss' | 'heap';

export interface Held {
  readonly inFlight: number;
  /** Bytes before anything was in flight, and with all of it. */
  readonly before: number;
  readonly after: number;
}

const BEGIN_MS = 30_000;
const SETTLE_MS = 2_000;

/** @param args what the module takes behind the port of the silent proxy and the number */
export async function hold(module: string, what: Measure, count: number, ...args: readonly string[]): Promise<Held> {
  const { peer: silent, first: port } = await Peer.start<number>('silent.ts');
  try {
    const { peer } = await Peer.start(module, { args: [String(port), String(count), ...args] });
    try {
      const before = await peer.ask<number>(what);
      const had = await silent.ask<number>(null);
      await peer.ask('hold');
      for (const giveUp = performance.now() + BEGIN_MS; performance.now() < giveUp; await delay(100))
        if ((await silent.ask<number>(null)) - had >= count) break;
      await delay(SETTLE_MS);
      const inFlight = (await silent.ask<number>(null)) - had;
      return { inFlight, before, after: await peer.ask<number>(what) };
    } finally {
      await peer.stop();
    }
  } finally {
    await silent.stop();
  }
}
