/**
 * How many connections are open and who waits for one, and how fast new proxies may be begun. Pure bookkeeping with the
 * time as argument: the run asks, the rules answer; how many may be open the governor says.
 */
import type { OwnLimit } from '../model/pace.ts';
import type { Protocol } from '../model/proxy.ts';
import { Fifo } from './fifo.ts';
import type { Governor } from './pace/governor.ts';

export interface SlotLimits {
  readonly httpLimit: number | null;
  readonly httpsLimit: number | null;
  readonly startsPerSecond: number;
}

export class Slots {
  readonly #limits: SlotLimits;
  readonly #governor: Governor;
  readonly #perProtocol: Record<Protocol, number> = { http: 0, https: 0, socks4: 0, socks5: 0 };
  readonly #waiting: Record<Protocol, Fifo<(now: number) => void>> = {
    http: new Fifo(),
    https: new Fifo(),
    socks4: new Fifo(),
    socks5: new Fifo(),
  };
  #open = 0;
  #tokens = 0;
  #tokensAt: number | null = null;
  peak = 0;
  taken = 0;
  exhausted = 0;

  constructor(limits: SlotLimits, governor: Governor) {
    this.#limits = limits;
    this.#governor = governor;
  }

  /** Connections that are open. */
  get open(): number {
    return this.#open;
  }

  /** Connections that may be opened now, waiting ones counted first. */
  room(now: number): number {
    return Math.max(0, this.#governor.limit(now) - this.#open - this.#waitingCount());
  }

  /** Runs `start` now when there is a slot, else as soon as there is one. */
  take(protocol: Protocol, now: number, start: (now: number) => void): void {
    if (this.#open < this.#governor.limit(now) && this.#belowCap(protocol)) this.#begin(protocol, now, start);
    else this.#waiting[protocol].push(start);
  }

  free(protocol: Protocol): void {
    this.#open--;
    this.#perProtocol[protocol]--;
  }

  /** Nothing came of the slot that was given back: this machine was out of something. */
  ranOut(now: number, lacking: OwnLimit): void {
    this.exhausted++;
    this.#governor.ranOut(now, lacking, this.#open);
  }

  /**
   * Starts what waits, as far as there is room now.
   * @param clock looked at for each: those before it take their time, and that is not to be held against a later one
   */
  drain(clock: () => number): void {
    for (const protocol of ['socks5', 'socks4', 'https', 'http'] as const) {
      const queue = this.#waiting[protocol];
      while (queue.length > 0 && this.#belowCap(protocol)) {
        const now = clock();
        if (this.#open >= this.#governor.limit(now)) return;
        this.#begin(protocol, now, queue.shift()!);
      }
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

  #begin(protocol: Protocol, now: number, start: (now: number) => void): void {
    this.#open++;
    this.taken++;
    this.#perProtocol[protocol]++;
    if (this.#open > this.peak) this.peak = this.#open;
    start(now);
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
