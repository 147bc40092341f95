/**
 * The contract of a simulated proxy's behaviour: one file below src/demo/behaviours/, whose name is the behaviour's
 * name. Beside what it does it declares the truth about itself, so that tests can hold a check's verdict against it.
 */
import type { Socket } from 'node:net';
import type { Anonymity, Protocol } from '../model/proxy.ts';
import type { FailureReason } from '../model/report.ts';

/** What a perfect check would find out. */
export interface Truth {
  /** `varies`: any verdict is right, because the behaviour itself is not steady. */
  readonly status: 'working' | 'failed' | 'varies';
  /** Protocols that truly work; empty where none does. */
  readonly protocols: readonly Protocol[];
  readonly anonymity: Anonymity | null;
  /** Reasons that describe the failure rightly; empty for working ones. */
  readonly reasons: readonly FailureReason[];
}

export interface Credentials {
  readonly user: string;
  readonly password: string;
}

/** One client connection to a simulated proxy, as its behaviour sees it. */
export interface Visit {
  readonly socket: Socket;
  /** Address the client connected to: which proxy this is. */
  readonly host: string;
  /** 1 for the first connection this proxy ever got. */
  readonly nth: number;
  /** Demanded by a behaviour that has them. */
  readonly credentials: Credentials | null;
  /** Aborts when the client is gone or the farm stops. */
  readonly signal: AbortSignal;
  /** Lets the latency of this proxy pass. */
  linger(): Promise<void>;
  /**
   * Connects to a target, which must be on loopback: a simulated proxy is never a way out.
   * @throws TargetRefused when it is not; any other error when nobody answers there
   */
  dial(host: string, port: number): Promise<Socket>;
}

export interface Behaviour {
  /** One line: what a client meets. */
  readonly summary: string;
  /** How many of a thousand simulated proxies behave so, roughly. */
  readonly weight: number;
  /** What proxy lists say of such a proxy, true or not. */
  readonly claims: readonly Protocol[];
  readonly truth: Truth;
  /** Range that a proxy's usual latency is drawn from, in milliseconds. */
  readonly latencyMs: readonly [min: number, max: number];
  /** How far one connection strays from the usual latency: 0.2 = ±20 %. Default 0.15. */
  readonly jitter?: number;
  /** Present: the proxy demands these; `listed` says whether lists give them away. */
  readonly credentials?: Credentials & { readonly listed: boolean };
  /** No connection comes about: nothing listens, or the queue of whoever listens is full for good. Such a proxy has no `serve`. */
  readonly door?: 'closed' | 'full';
  /** Plays one connection. What it throws closes the connection, as does a return with the socket left ended. */
  readonly serve?: (visit: Visit) => Promise<void> | void;
}

/** Declares a behaviour; the identity function with a type, so that a file reads as a declaration. */
export function defineBehaviour(behaviour: Behaviour): Behaviour {
  return behaviour;
}
