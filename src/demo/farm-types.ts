/** What a running farm tells about itself: plain data that crosses from its worker. */
import type { Endpoint, Protocol } from '../model/proxy.ts';
import type { Truth } from './define-behaviour.ts';

/** One simulated proxy and what is true of it. Credentials are there only where lists give them. */
export interface FarmProxy extends Endpoint {
  /** `scheme://[user:password@]host:port`, the scheme being the first claimed protocol. */
  readonly url: string;
  readonly behaviour: string;
  readonly claims: readonly Protocol[];
  readonly truth: Truth;
  /** Its usual latency. */
  readonly latencyMs: number;
}

export interface FarmList {
  readonly name: string;
  readonly url: string;
  /** What bare lines of it are; empty = every line says it itself. */
  readonly protocols: readonly Protocol[];
}

export interface FarmReport {
  readonly proxies: readonly FarmProxy[];
  readonly lists: readonly FarmList[];
  /** Page that links the lists. */
  readonly listUrl: string;
  /** Behaviour name -> how many proxies show it. */
  readonly behaviours: Readonly<Record<string, number>>;
  /** The block that the farm has to itself, `127.10.0.0/24`; null where it shares 127.0.0.1. */
  readonly block: string | null;
}

export interface FarmOptions {
  /** How many simulated proxies; default 300. */
  readonly proxies?: number;
  /** The same seed gives the same farm; default 1. */
  readonly seed?: number;
}
