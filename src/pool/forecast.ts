/**
 * What the columns say about the next check of a proxy: the features of src/model/survival.ts, the chance of passing, and
 * which of them speak loudest. The pool asks when it hands out checks and teaches it before a report is written down.
 * Predicting makes no objects: one array is filled again and again.
 */
import { streakOf } from '../model/history.ts';
import { STATUSES } from '../model/proxy.ts';
import type { FailureReason } from '../model/report.ts';
import { SUCCESS_HALF_LIFE_MS } from '../model/score.ts';
import type { SurvivalFeature } from '../model/survival.ts';
import { FEATURE_AT as AT, FEATURE_COUNT, Survival } from '../model/survival.ts';
import { REASONS as FAILURES, reasonCode } from './codes.ts';
import { DRIFT_UNIT } from './columns.ts';
import type { Records } from './records.ts';

/** A fact that makes the chance larger (points above 0) or smaller. */
export interface SurvivalReason {
  readonly name: SurvivalReasonName;
  /**
   * `streak`: passes (above 0) or failures in a row; `checked`, `age`: milliseconds; `success`, `sources` (of the
   * best), `country`: shares; `latency`: newest by median; `lists`, `protocols`: how many; `hour`: UTC; `new`, `failure`: 1.
   */
  readonly value: number;
  /** Log odds. */
  readonly points: number;
}

/** How likely a proxy passes its next check, and why. */
export interface PoolSurvival {
  /** From 0 to 1, as of now. */
  readonly chance: number;
  /** The three strongest, strongest first. */
  readonly reasons: readonly SurvivalReason[];
}

/** Numbers in constants: looking them up by name would take half the time of a forecast. */
const AT_BIAS = AT.bias;
const AT_NEW = AT.new;
const AT_SINCE_PASS = AT.sincePass;
const AT_SINCE_FAILURE = AT.sinceFailure;
const AT_PASS_STREAK = AT.passStreak;
const AT_FAIL_STREAK = AT.failStreak;
const AT_SUCCESS = AT.success;
const AT_EVER_PASSED = AT.everPassed;
const AT_DRIFT = AT.drift;
const AT_AGE = AT.age;
const AT_SOURCE_YIELD = AT.sourceYield;
const AT_SOURCES = AT.sources;
const AT_COUNTRY_YIELD = AT.countryYield;
const AT_HOUR_SIN = AT.hourSin;
const AT_HOUR_COS = AT.hourCos;
/** In the order of PROTOCOLS, whose bits these are. */
const AT_PROTOCOLS = [AT.http, AT.https, AT.socks4, AT.socks5] as const;

const WORKING = STATUSES.indexOf('working');
const NEW = STATUSES.indexOf('new');

const MINUTE_MS = 60_000;
const WEEK = Math.log1p(7 * 24 * 60);
const MONTH = Math.log1p(30 * 24 * 60);
const STREAK = Math.log2(17);
const LISTS = Math.log2(17);
/** Checks that the yield of a source is mixed with at the rate of the whole pool: two good ones of three prove little. */
const YIELD_PRIOR = 20;
/** The same for a country, at one half. */
const COUNTRY_PRIOR = 5;

const CLASS_OF: Readonly<Partial<Record<FailureReason, SurvivalFeature>>> = {
  refused: 'unreached',
  unreachable: 'unreached',
  unresolved: 'unreached',
  'connect-timeout': 'timedOut',
  'no-answer': 'timedOut',
  reset: 'broken',
  closed: 'broken',
  'bad-reply': 'broken',
  'tls-failed': 'broken',
  'auth-required': 'refusing',
  denied: 'refusing',
  tampered: 'lying',
  'tls-untrusted': 'lying',
  'not-a-proxy': 'lying',
  'unexpected-page': 'lying',
};
/** Place of the feature by failure code; 0 (the bias) = none. */
const CLASS_AT = new Uint8Array(FAILURES.length + 1);
for (const [reason, name] of Object.entries(CLASS_OF)) CLASS_AT[reasonCode(reason)] = AT[name];

const REASONS = {
  new: ['new'],
  streak: ['passStreak', 'failStreak'],
  checked: ['sincePass', 'sinceFailure'],
  success: ['success', 'everPassed'],
  latency: ['drift'],
  age: ['age'],
  sources: ['sourceYield'],
  lists: ['sources'],
  country: ['countryYield'],
  protocols: ['http', 'https', 'socks4', 'socks5'],
  hour: ['hourSin', 'hourCos'],
  failure: ['unreached', 'timedOut', 'broken', 'refusing', 'lying'],
} as const satisfies Readonly<Record<string, readonly SurvivalFeature[]>>;
export type SurvivalReasonName = keyof typeof REASONS;
const REASON_NAMES = Object.keys(REASONS) as readonly SurvivalReasonName[];
const REASONS_TOLD = 3;
/** Weaker than this is not worth a word. */
const LEAST_POINTS = 0.05;

export class Forecast {
  readonly survival = new Survival();
  readonly #records: Records;
  readonly #features = new Float64Array(FEATURE_COUNT);
  /** The minute that the two beside it are of: the same for all that are asked about within it. */
  #minute = Number.NaN;
  /** The last forecast of one that was never checked, and all that it depends on. */
  #last = { chance: 0, sources: -1, firstSeen: -1, now: Number.NaN, learned: -1, size: -1 };
  #hourSin = 0;
  #hourCos = 0;

  constructor(records: Records) {
    this.#records = records;
  }

  /** From 0 to 1. @param now epoch milliseconds */
  chance(slot: number, now: number): number {
    const c = this.#records.columns;
    if (c.checks[slot] !== 0) return this.#predict(slot, now);
    // Nothing tells apart what a list brought in one go: mostly whoever was asked about last has the answer.
    const { learned } = this.survival;
    const { size } = this.#records;
    const sources = c.sources[slot]!;
    const firstSeen = c.firstSeen[slot]!;
    let last = this.#last;
    if (
      last.sources !== sources ||
      last.firstSeen !== firstSeen ||
      last.now !== now ||
      last.learned !== learned ||
      last.size !== size
    ) {
      const chance = this.#predict(slot, now);
      this.#last = last = { chance, sources, firstSeen, now, learned, size };
    }
    return last.chance;
  }

  /** Call it before the columns know of the check. @param at epoch milliseconds at the end of the check */
  learn(slot: number, at: number, passed: boolean): void {
    this.#read(slot, at);
    this.survival.learn(this.#features, passed);
  }

  explain(slot: number, now: number): PoolSurvival {
    const chance = this.#predict(slot, now);
    const points = (name: SurvivalFeature): number => this.survival.points(this.#features, AT[name]);
    const reasons = REASON_NAMES.map((name) => ({
      name,
      value: this.#valueOf(name, slot, now),
      points: round(REASONS[name].reduce((sum, feature) => sum + points(feature), 0)),
    }));
    return {
      chance: round(chance),
      reasons: reasons
        .filter(({ points }) => Math.abs(points) >= LEAST_POINTS)
        .sort((a, b) => Math.abs(b.points) - Math.abs(a.points))
        .slice(0, REASONS_TOLD),
    };
  }

  #predict(slot: number, now: number): number {
    this.#read(slot, now);
    return this.survival.predict(this.#features);
  }

  #read(slot: number, now: number): void {
    const f = this.#features;
    const c = this.#records.columns;
    f.fill(0);
    f[AT_BIAS] = 1;
    const checks = c.checks[slot]!;
    if (checks === 0) f[AT_NEW] = 1;
    else {
      const since = now - c.checkedAt[slot]!;
      const streak = streakOf(c.history[slot]!, checks);
      if (streak > 0) {
        f[AT_SINCE_PASS] = logTime(since, WEEK);
        f[AT_PASS_STREAK] = Math.log2(1 + streak) / STREAK;
      } else {
        f[AT_SINCE_FAILURE] = logTime(since, WEEK);
        f[AT_FAIL_STREAK] = Math.log2(1 - streak) / STREAK;
        const at = CLASS_AT[c.reason[slot]!]!;
        if (at !== 0) f[at] = 1;
      }
      f[AT_SUCCESS] = 2 * this.#success(slot, since) - 1;
      if (c.passes[slot] !== 0) f[AT_EVER_PASSED] = 1;
      f[AT_DRIFT] = c.drift[slot]! / (2 * DRIFT_UNIT);
      const country = c.country[slot]!;
      if (country !== 0) f[AT_COUNTRY_YIELD] = 2 * this.#countryYield(country) - 1;
    }
    f[AT_AGE] = logTime(now - c.firstSeen[slot]! * 1_000, MONTH);
    const sources = c.sources[slot]!;
    f[AT_SOURCE_YIELD] = oddsScale(this.#sourceYield(sources));
    if (checks !== 0) {
      // Of those never checked the lists are what tells: a round learns little more about the others, and too late.
      f[AT_SOURCES] = Math.log2(Math.max(1, this.#records.sources.members(sources).length)) / LISTS;
      const protocols = c.claimed[slot]! | c.spoken[slot]!;
      for (let i = 0; i < 4; i += 1) f[AT_PROTOCOLS[i]!] = (protocols >> i) & 1;
    }
    this.#readHour(now);
  }

  #readHour(now: number): void {
    const minute = Math.floor(now / MINUTE_MS);
    if (minute !== this.#minute) {
      const turn = (2 * Math.PI * (minute % 1_440)) / 1_440;
      this.#hourSin = Math.sin(turn);
      this.#hourCos = Math.cos(turn);
      this.#minute = minute;
    }
    this.#features[AT_HOUR_SIN] = this.#hourSin;
    this.#features[AT_HOUR_COS] = this.#hourCos;
  }

  /** The decayed success rate with the prior of the score, as of now: what is long ago says little. */
  #success(slot: number, since: number): number {
    const c = this.#records.columns;
    const kept = 0.5 ** (Math.max(0, since) / SUCCESS_HALF_LIFE_MS);
    return (c.passTally[slot]! * kept + 1) / (c.checkTally[slot]! * kept + 2);
  }

  /** Share of working ones among the checked proxies of the best source that named it: a good list is not made worse by copies. */
  #sourceYield(set: number): number {
    const { counts, sources } = this.#records;
    const all = this.#records.size - counts.statuses[NEW]!;
    const base = YIELD_PRIOR * ((counts.statuses[WORKING]! + 1) / (all + YIELD_PRIOR));
    let best = 0;
    for (const source of sources.members(set)) {
      const share = (counts.workingListed[source]! + base) / (counts.checkedListed[source]! + YIELD_PRIOR);
      if (share > best) best = share;
    }
    return best === 0 ? base / YIELD_PRIOR : best;
  }

  /** Share of working ones among those that were ever seen to leave in the country. */
  #countryYield(country: number): number {
    const { countries, located } = this.#records.counts;
    return (countries[country]! + COUNTRY_PRIOR / 2) / (located[country]! + COUNTRY_PRIOR);
  }

  #valueOf(name: SurvivalReasonName, slot: number, now: number): number {
    const c = this.#records.columns;
    switch (name) {
      case 'streak':
        return streakOf(c.history[slot]!, c.checks[slot]!);
      case 'checked':
        return Math.max(0, now - c.checkedAt[slot]!);
      case 'success':
        return round(this.#success(slot, now - c.checkedAt[slot]!));
      case 'latency':
        return round(2 ** (c.drift[slot]! / DRIFT_UNIT));
      case 'age':
        return Math.max(0, now - c.firstSeen[slot]! * 1_000);
      case 'sources':
        return round(this.#sourceYield(c.sources[slot]!));
      case 'lists':
        return this.#records.sources.members(c.sources[slot]!).length;
      case 'country':
        return round(this.#countryYield(c.country[slot]!));
      case 'protocols':
        return protocolCount(c.claimed[slot]! | c.spoken[slot]!);
      case 'hour':
        return new Date(now).getUTCHours();
      case 'new':
      case 'failure':
        return 1;
    }
  }
}

/** 0 for now, 1 for as long ago as the scale reaches; a clock set back counts as now. */
function logTime(ms: number, scale: number): number {
  return ms > 0 ? Math.log1p(ms / MINUTE_MS) / scale : 0;
}

/** One in twenty, as lists usually yield, is 0; half of all 1; one in 400 -1. */
function oddsScale(share: number): number {
  return (Math.log(share / (1 - share)) + 3) / 3;
}

function protocolCount(set: number): number {
  return (set & 1) + ((set >> 1) & 1) + ((set >> 2) & 1) + ((set >> 3) & 1);
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
