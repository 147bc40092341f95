/**
 * Notices when the way to the net is saturated: of the proxies begun lately hardly any is there, though many of those
 * before them were, and what connected a moment ago does not connect any more. Fed by a run; dials nothing itself.
 */

/** Proxies that are begun together are judged together: timeouts come later than answers, so order of arrival says nothing. */
const COHORT = 64;
/** A cohort is judged when all but these few have ended. */
const STRAGGLERS = 4;
/** So many answers must have been expected before their absence means anything … */
const EXPECTED = 16;
/** … and so small a part of them have come. */
const SUSPICIOUS = 1 / 8;
/** Where almost nobody is ever there, so many are as good as a judgement. */
const MANY = 1_024;
/** How fast the usual share follows the last one. */
const WEIGHT = 0.3;
/** Places that connected, newest last. */
const WITNESSES = 8;
/** One connection in so many is kept: enough to be of late, and no work to speak of. */
const KEEP_ONE_IN = 8;
const ENOUGH_WITNESSES = 2;

export interface Witness {
  readonly address: string;
  readonly port: number;
}

/** Proxies that were begun together. */
export interface Cohort {
  begun: number;
  ended: number;
  there: number;
  isJudged: boolean;
}

export class Canary {
  #cohort: Cohort = { begun: 0, ended: 0, there: 0, isJudged: false };
  #connected = 0;
  /** Share of proxies that are usually there; null before the first judgement. */
  #usual: number | null = null;
  /** The one judged last. */
  #share = 0;
  #ended = 0;
  #there = 0;
  #witnesses: Witness[] = [];

  /** Places to try again, at most this many, newest first, none twice. */
  witnesses(most: number): readonly Witness[] {
    return this.#witnesses.toReversed().slice(0, most);
  }

  /** One more is begun. @returns its cohort, for {@link ended} */
  begin(): Cohort {
    if (this.#cohort.begun === COHORT) this.#cohort = { begun: 0, ended: 0, there: 0, isJudged: false };
    this.#cohort.begun++;
    return this.#cohort;
  }

  /** It connected. */
  connected(address: string, port: number): void {
    if (this.#connected++ % KEEP_ONE_IN !== 0 && this.#witnesses.length >= ENOUGH_WITNESSES) return;
    const same = this.#witnesses.findIndex((one) => one.address === address && one.port === port);
    if (same >= 0) return;
    this.#witnesses.push({ address, port });
    if (this.#witnesses.length > WITNESSES) this.#witnesses.shift();
  }

  /** @param there it connected, or somebody refused. @returns whether it is time to try the witnesses */
  ended(cohort: Cohort, there: boolean): boolean {
    cohort.ended++;
    if (there) cohort.there++;
    // Judged once, when enough have ended; what comes later comes too late.
    if (cohort.isJudged || cohort.begun < COHORT || cohort.ended < COHORT - STRAGGLERS) return false;
    cohort.isJudged = true;
    this.#ended += cohort.ended;
    this.#there += cohort.there;
    return this.#judge();
  }

  /** The witnesses are there: the list simply gets worse from here on. */
  falseAlarm(): void {
    this.#usual = this.#share;
  }

  #judge(): boolean {
    this.#share = this.#there / this.#ended;
    this.#usual ??= this.#share;
    const expected = this.#usual * this.#ended;
    if (expected < EXPECTED && this.#ended < MANY) return false;
    const isSuspicious = expected >= EXPECTED && this.#there <= expected * SUSPICIOUS;
    if (!isSuspicious) this.#usual += (this.#share - this.#usual) * WEIGHT;
    this.#ended = 0;
    this.#there = 0;
    return isSuspicious;
  }
}
