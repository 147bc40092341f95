/**
 * Politeness towards single networks: how many proxies of one IPv4 /24, IPv6 /48 or host name are checked at once and
 * begun per second. What has to wait is parked under its network and blocks nobody else. Called by a run for every
 * proxy that is not on this machine.
 */
import { parseIpv6 } from '../../lib/address.ts';
import { nowMs } from '../../lib/now-ms.ts';
import { WheelEntry, type TimerWheel } from '../../lib/timer-wheel.ts';
import { Fifo } from '../fifo.ts';

/** Begun at once after a rest, as a share of a second's worth. */
const BURST_SHARE = 0.25;
/** So many may wait here; then the whole run waits for its networks, or a list of one host would all be held here. */
const PARKING = 8_192;

/** What stands for the network of a host: providers put thousands of ports and users behind one name, which is one network. */
export function networkOf(host: string): string {
  const colon = host.indexOf(':');
  if (colon >= 0) return parseIpv6(host)?.slice(0, 3).join(':') ?? host;
  const dot = host.lastIndexOf('.');
  const last = host.charCodeAt(host.length - 1);
  return last >= 48 && last <= 57 && dot > 0 ? host.slice(0, dot) : host.toLowerCase();
}

class Network<T> extends WheelEntry {
  readonly key: string;
  readonly parked = new Fifo<T>();
  readonly #owner: Networks<T>;
  inFlight = 0;
  /** When what was begun so far is paid for. */
  paidAt = 0;
  isReady = false;

  constructor(owner: Networks<T>, key: string) {
    super();
    this.#owner = owner;
    this.key = key;
  }

  override onDue(): void {
    this.#owner.settle(this);
  }
}

export class Networks<T> {
  readonly #limit: number;
  readonly #eachMs: number;
  readonly #burstMs: number;
  readonly #wheel: TimerWheel;
  readonly #onReady: () => void;
  readonly #now: () => number;
  readonly #networks = new Map<string, Network<T>>();
  /** Networks whose first parked one may be begun now. */
  readonly #ready = new Fifo<Network<T>>();
  /** Waiting now, and ever. */
  parked = 0;
  everParked = 0;

  /**
   * @param limit per network: in flight, and begun per second
   * @param onReady somebody who was parked may be begun
   */
  constructor(limit: number, wheel: TimerWheel, onReady: () => void, now: () => number = nowMs) {
    this.#limit = limit;
    this.#eachMs = 1_000 / limit;
    this.#burstMs = Math.max(1, Math.floor(limit * BURST_SHARE) - 1) * this.#eachMs;
    this.#wheel = wheel;
    this.#onReady = onReady;
    this.#now = now;
  }

  /** No more can wait here. */
  get isFull(): boolean {
    return this.parked >= PARKING;
  }

  /** Networks that are remembered. */
  get size(): number {
    return this.#networks.size;
  }

  /** Whether one more may be begun there now; nobody overtakes those who are parked. */
  admits(key: string): boolean {
    const network = this.#networks.get(key);
    return network === undefined || (network.parked.length === 0 && this.#waitMs(network) === 0);
  }

  begin(key: string): void {
    this.#begin(this.#network(key));
  }

  /** What was begun there has ended. */
  end(key: string): void {
    const network = this.#network(key);
    network.inFlight--;
    this.settle(network);
  }

  /** Keeps it until its network has room. */
  park(key: string, what: T): void {
    const network = this.#network(key);
    network.parked.push(what);
    this.parked++;
    this.everParked++;
    this.settle(network);
  }

  /** The next one that was parked and may be begun now. */
  peek(): T | undefined {
    return this.#ready.peek()?.parked.peek();
  }

  /** Begins the one that {@link peek} showed. */
  shift(): T | undefined {
    const network = this.#ready.shift();
    if (!network) return undefined;
    network.isReady = false;
    const what = network.parked.shift();
    this.parked--;
    this.#begin(network);
    this.settle(network);
    return what;
  }

  /** Forgets everything; nobody is told any more. */
  clear(): void {
    for (const network of this.#networks.values()) this.#wheel.disarm(network);
    this.#networks.clear();
    this.#ready.clear();
    this.parked = 0;
  }

  /** Looks whether a network has room for one that waits, and when to look again; forgets it where nothing is left to know. */
  settle(network: Network<T>): void {
    if (network.isReady) return;
    const idle = network.parked.length === 0;
    if (idle && network.inFlight > 0) return;
    if (idle) {
      const owedMs = network.paidAt - this.#now();
      if (owedMs > 0) this.#wheel.arm(network, owedMs);
      else {
        this.#wheel.disarm(network);
        this.#networks.delete(network.key);
      }
      return;
    }
    const waitMs = this.#waitMs(network);
    if (waitMs === 0) {
      network.isReady = true;
      this.#ready.push(network);
      this.#onReady();
    } else if (waitMs !== Infinity) this.#wheel.arm(network, waitMs);
  }

  #network(key: string): Network<T> {
    let network = this.#networks.get(key);
    if (!network) this.#networks.set(key, (network = new Network(this, key)));
    return network;
  }

  #begin(network: Network<T>): void {
    network.inFlight++;
    network.paidAt = Math.max(network.paidAt, this.#now()) + this.#eachMs;
  }

  /** Milliseconds until one more may be begun there; infinite while one has to end first. */
  #waitMs(network: Network<T>): number {
    if (network.inFlight >= this.#limit) return Infinity;
    return Math.max(0, network.paidAt - this.#burstMs - this.#now());
  }
}
