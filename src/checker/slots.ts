/**
 * How many connections may be open, and how fast new proxies may be begun. Pure bookkeeping with the time as argument:
 * the run asks, the rules answer.
 */
import type { Protocol } from '../model/proxy.ts';
import { Fifo } from './fifo.ts';

export interface SlotLimits {
  readonly concurrency: number;
  readonly httpLimit: number | null;
  readonly httpsLimit: number | null;
  readonly startsPerSecond: number;
}

/** After the machine ran out of something, or fell behind, the limit grows back by this share a second. */
const RECOVERY_PER_SECOND = 0.1;
/** Nothing is opened for so long after it. */
export const EXHAUSTED_PAUSE_MS = 100;
/** No back-off goes below. */
const FLOOR = 8;
/** So few connections are never why a thread falls behind. */
const LIGHT = 200;

export class Slots {
  readonly #limits: SlotLimits;
  readonly #perProtocol: Record<Protocol, number> = { http: 0, https: 0, socks4: 0, socks5: 0 };
  readonly #waiting: Record<Protocol, Fifo<() => void>> = {
    http: new Fifo(),
    https: new Fifo(),
    socks4: new Fifo(),
    socks5: new Fifo(),
  };
  #open = 0;
  #limit: number;
  #limitAt = 0;
  #resumeAt = 0;
  #tokens = 0;
  #tokensAt: number | null = null;
  peak = 0;
  taken = 0;
  exhausted = 0;

  constructor(limits: SlotLimits) {
    this.#limits = limits;
    this.#limit = limits.concurrency;
  }

  /** Connections that may be opened now, waiting ones counted first. */
  room(now: number): number {
    return Math.max(0, Math.floor(this.#limitNow(now)) - this.#open - this.#waitingCount());
  }

  /** Milliseconds until anything may be opened again after this machine ran out of something; 0 = now. */
  pausedMs(now: number): number {
    return Math.max(0, this.#resumeAt - now);
  }

  /** Runs `start` now when there is a slot, else as soon as there is one. */
  take(protocol: Protocol, now: number, start: () => void): void {
    if (this.#open < this.#limitNow(now) && this.#belowCap(protocol)) this.#begin(protocol, start);
    else this.#waiting[protocol].push(start);
  }

  free(protocol: Protocol, now: number, exhausted: boolean): void {
    this.#open--;
    this.#perProtocol[protocol]--;
    if (exhausted) {
      this.exhausted++;
      this.#shrink(now, FLOOR);
      this.#resumeAt = now + EXHAUSTED_PAUSE_MS;
    }
  }

  /** The thread falls behind: somewhat fewer than are open now, until the limit has grown back. */
  slowDown(now: number): void {
    if (this.#open > LIGHT) this.#shrink(now, LIGHT);
  }

  /** Starts what waits, as far as there is room now. */
  drain(now: number): void {
    for (const protocol of ['socks5', 'socks4', 'https', 'http'] as const) {
      const queue = this.#waiting[protocol];
      while (queue.length > 0 && this.#open < this.#limitNow(now) && this.#belowCap(protocol))
        this.#begin(protocol, queue.shift()!);
    }
  }

  /** Whether one more proxy may be begun now; takes its share of the rate. */
  pace(now: number): boolean {
    const { startsPerSecond } = this.#limits;
    const burst = Math.max(1, startsPerSecond / 10);
    this.#tokens =
      this.#tokensAt === null
        ? burst
        : Math.min(burst, this.#tokens + ((now - this.#tokensAt) / 1_000) * startsPerSecond);
    this.#tokensAt = now;
    if (this.#tokens < 1) return false;
    this.#tokens--;
    return true;
  }

  /** Milliseconds until {@link pace} says yes again. */
  paceDelayMs(): number {
    return Math.max(1, Math.ceil(((1 - this.#tokens) / this.#limits.startsPerSecond) * 1_000));
  }

  /** Drops everybody who waits. */
  clear(): void {
    for (const queue of Object.values(this.#waiting)) queue.clear();
  }

  #shrink(now: number, floor: number): void {
    this.#limit = Math.max(floor, Math.min(this.#limitNow(now) || this.#limit, this.#open) * 0.9);
    this.#limitAt = now;
  }

  #begin(protocol: Protocol, start: () => void): void {
    this.#open++;
    this.taken++;
    this.#perProtocol[protocol]++;
    if (this.#open > this.peak) this.peak = this.#open;
    start();
  }

  #limitNow(now: number): number {
    const { concurrency } = this.#limits;
    if (now < this.#resumeAt) return 0;
    if (this.#limit >= concurrency) return concurrency;
    return Math.min(concurrency, this.#limit + (concurrency * RECOVERY_PER_SECOND * (now - this.#limitAt)) / 1_000);
  }

  #belowCap(protocol: Protocol): boolean {
    const cap = protocol === 'http' ? this.#limits.httpLimit : protocol === 'https' ? this.#limits.httpsLimit : null;
    return cap === null || this.#perProtocol[protocol] < cap;
  }

  #waitingCount(): number {
    const { http, https, socks4, socks5 } = this.#waiting;
    return http.length + https.length + socks4.length + socks5.length;
  }
}
