/**
 * Decides how many connections may be open now: begins gently, gives way when this machine or its network shows that it
 * is too much, and grows back. Pure, the time is an argument; the slots of a run ask it before every connection.
 */
import type { OwnLimit, PaceReason } from '../../model/pace.ts';

/** Nothing is opened for so long after this machine ran out of something. */
export const EXHAUSTED_PAUSE_MS = 100;
/** What a run begins with. */
const START = 200;
/** It doubles in this time: within the machine at once, out on the net so that a router sees it coming. */
const DOUBLING_MS = { loopback: 25, internet: 500 } as const;
/** A step of growing is no shorter: growth is looked at thousands of times a second. */
const STEP_MS = 5;
/** After trouble the limit grows back by this share of what is wanted a second … */
const REGROWTH_PER_SECOND = 0.1;
/** … and beyond the point where something ran out, which is likely to be still there, by this one. */
const PROBING_PER_SECOND = 0.01;
/** Trouble older than this is over: the limit is growing back. */
const TROUBLE_MS = 500;
/** No back-off goes below. */
const FLOORS: Readonly<Record<OwnLimit | 'behind' | 'network', number>> = {
  descriptors: 8,
  ports: 8,
  buffers: 8,
  // So few connections are never why a thread falls behind, nor what saturates a router.
  behind: 200,
  network: 64,
};

export class Governor {
  readonly #wanted: number;
  readonly #onChange: (now: number, limit: number, why: PaceReason) => void;
  #doublingMs: number = DOUBLING_MS.loopback;
  #level: number;
  /** When the level was looked at last; null before the first look. */
  #at: number | null = null;
  #why: PaceReason;
  #troubleAt = -Infinity;
  #resumeAt = -Infinity;
  /** Where something ran out last. */
  #brokeAt = Infinity;

  /** @param onChange told whenever the reason changes, and at every trouble */
  constructor(wanted: number, onChange: (now: number, limit: number, why: PaceReason) => void = () => {}) {
    this.#wanted = wanted;
    this.#onChange = onChange;
    this.#level = Math.min(START, wanted);
    this.#why = this.#level < wanted ? 'starting' : 'full';
  }

  get why(): PaceReason {
    return this.#why;
  }

  get wanted(): number {
    return this.#wanted;
  }

  /** The level without pauses: what a person is told. */
  get level(): number {
    return Math.floor(this.#level);
  }

  /** Connections that may be open now; 0 for a short while after this machine ran out of something. */
  limit(now: number): number {
    if (this.#at === null) {
      this.#at = now;
      this.#onChange(now, this.level, this.#why);
    }
    if (now < this.#resumeAt) return 0;
    if (this.#why !== 'full') this.#grow(now);
    return Math.floor(this.#level);
  }

  /** Milliseconds until anything may be opened again; 0 = now. */
  pausedMs(now: number): number {
    return Math.max(0, this.#resumeAt - now);
  }

  /** The run has a proxy that is not on this machine. */
  leavesMachine(): void {
    this.#doublingMs = DOUBLING_MS.internet;
  }

  /** A connection could not even be begun. @param open those that are */
  ranOut(now: number, what: OwnLimit, open: number): void {
    if (now < this.#resumeAt) {
      // The others that were begun in the same moment fail as well: those that are left are what it can hold.
      this.#brokeAt = Math.min(this.#brokeAt, open * 0.95);
      this.#set(now, what, Math.min(this.#level, open * 0.95));
      return;
    }
    this.#brokeAt = Math.min(this.limit(now), open) * 0.95;
    this.#resumeAt = now + EXHAUSTED_PAUSE_MS;
    this.#set(now, what, Math.min(this.#level, open * 0.9));
  }

  /** The thread was late. */
  fellBehind(now: number, open: number): void {
    if (open <= FLOORS.behind) return;
    // Those that are open make the work; yet while they are only being opened, one bad moment must not cost the most of them.
    const level = this.#levelAt(now);
    this.#set(now, 'behind', Math.max(level * 0.75, Math.min(level, open) * 0.9));
  }

  /** What connected a moment ago does not connect any more. */
  saturated(now: number, open: number): void {
    this.#brokeAt = Math.max(FLOORS.network, Math.min(this.#levelAt(now), open) * 0.9);
    this.#set(now, 'network', Math.min(this.#level, open) * 0.5);
  }

  #levelAt(now: number): number {
    this.limit(now);
    return this.#level;
  }

  #set(now: number, why: keyof typeof FLOORS, level: number): void {
    this.#level = Math.min(this.#wanted, Math.max(FLOORS[why], level));
    this.#at = Math.max(now, this.#resumeAt);
    this.#troubleAt = now;
    this.#why = why;
    this.#onChange(now, this.level, why);
  }

  #grow(now: number): void {
    const passedMs = now - this.#at!;
    if (passedMs < STEP_MS) return;
    this.#at = now;
    if (this.#why === 'starting') {
      // A turn that took longer has not shown that twice as many would do.
      this.#level *= Math.min(2, 2 ** (passedMs / this.#doublingMs));
    } else {
      const share = this.#level < this.#brokeAt ? REGROWTH_PER_SECOND : PROBING_PER_SECOND;
      this.#level += (this.#wanted * share * passedMs) / 1_000;
    }
    this.#level = Math.min(this.#level, this.#wanted);
    if (now - this.#troubleAt < TROUBLE_MS) return;
    if (this.#level === this.#wanted) this.#say(now, 'full');
    else if (this.#why !== 'starting') this.#say(now, 'growing');
  }

  #say(now: number, why: PaceReason): void {
    if (this.#why === why) return;
    this.#why = why;
    this.#onChange(now, this.level, why);
  }
}
