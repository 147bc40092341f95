/**
 * How likely a proxy passes its next check: a logistic regression that learns from every check it is told of. Pure
 * numbers: the pool says what the features of a proxy are, what was learned is kept in the state file, and the same
 * lessons in the same order give the same weights everywhere.
 */

/** Each from -1 to 1, 0 where it says nothing. `src/pool/forecast.ts` reads them from the columns. */
export const SURVIVAL_FEATURES = [
  'bias',
  'new',
  'sincePass',
  'sinceFailure',
  'passStreak',
  'failStreak',
  'success',
  'everPassed',
  'drift',
  'age',
  'sourceYield',
  'sources',
  'countryYield',
  'http',
  'https',
  'socks4',
  'socks5',
  'hourSin',
  'hourCos',
  'unreached',
  'timedOut',
  'broken',
  'refusing',
  'lying',
] as const;
export type SurvivalFeature = (typeof SURVIVAL_FEATURES)[number];

/** Place of each feature in the arrays below. */
export const FEATURE_AT = Object.fromEntries(SURVIVAL_FEATURES.map((name, at) => [name, at])) as Readonly<
  Record<SurvivalFeature, number>
>;
export const FEATURE_COUNT = SURVIVAL_FEATURES.length;

/** What is believed before anything was learned, so that the first order is a sensible one already. */
const BELIEVED: Readonly<Partial<Record<SurvivalFeature, number>>> = {
  bias: -1.5,
  new: -1,
  sincePass: -1.5,
  passStreak: 2.5,
  failStreak: -3,
  success: 1.5,
  everPassed: 0.8,
  drift: -0.3,
  age: -0.2,
  sourceYield: 1.5,
  countryYield: 0.3,
  unreached: -0.6,
  timedOut: -0.4,
  refusing: -0.8,
  lying: -1,
};
const START = Float64Array.from(SURVIVAL_FEATURES, (name) => BELIEVED[name] ?? 0);

/** Length of the first step along a feature; later ones shrink with the root of what was stepped before (AdaGrad). */
const RATE = 0.15;
/** The sum of squared steps stops growing here, so that it never stops learning: lists and nets change. */
const SQUARES_MAX = 10_000;
/** Pull towards what is believed, so that a feature that was never seen stays sensible (L2). */
const PULL = 1e-5;
const WEIGHT_MAX = 20;

/** What the state file holds of it. */
export interface SurvivalImage {
  readonly version: 1;
  /** Checks it learned from, and how many of them passed. */
  readonly learned: number;
  readonly passed: number;
  /** By the name of the feature, so that later versions may have others. */
  readonly weights: Readonly<Record<string, number>>;
  readonly squares: Readonly<Record<string, number>>;
}

export class Survival {
  readonly #weights = Float64Array.from(START);
  readonly #squares = new Float64Array(FEATURE_COUNT).fill(1);
  #learned = 0;
  #passed = 0;

  get learned(): number {
    return this.#learned;
  }

  /** What one of the features adds to the chance, in log odds. */
  points(features: Float64Array, at: number): number {
    return this.#weights[at]! * within(features[at]!);
  }

  /** From 0 to 1, whatever the features are: what is no number counts as 0, what is beyond 1 as 1. */
  predict(features: Float64Array): number {
    return 1 / (1 + Math.exp(-this.#logOdds(features)));
  }

  /** Takes one check into account; `features` are those from before it. */
  learn(features: Float64Array, passed: boolean): void {
    const error = this.predict(features) - (passed ? 1 : 0);
    const weights = this.#weights;
    const squares = this.#squares;
    for (let i = 0; i < FEATURE_COUNT; i += 1) {
      const feature = within(features[i]!);
      if (feature === 0) continue;
      const slope = error * feature + PULL * (weights[i]! - START[i]!);
      squares[i] = Math.min(SQUARES_MAX, squares[i]! + slope * slope);
      const weight = weights[i]! - (RATE * slope) / Math.sqrt(squares[i]!);
      weights[i] = weight > WEIGHT_MAX ? WEIGHT_MAX : weight < -WEIGHT_MAX ? -WEIGHT_MAX : weight;
    }
    this.#learned += 1;
    if (passed) this.#passed += 1;
  }

  image(): SurvivalImage {
    return {
      version: 1,
      learned: this.#learned,
      passed: this.#passed,
      weights: named(this.#weights),
      squares: named(this.#squares),
    };
  }

  /**
   * Goes on from what a file holds; features it lacks start as believed.
   * @returns what is wrong with it, everything then starts anew; null when nothing is (null itself is "nothing yet")
   */
  restore(found: unknown): string | null {
    this.#weights.set(START);
    this.#squares.fill(1);
    this.#learned = 0;
    this.#passed = 0;
    if (found === undefined || found === null) return null;
    const problem = problemOf(found);
    if (problem !== null) return problem;
    const { learned, passed, weights, squares } = found as SurvivalImage;
    for (const [i, name] of SURVIVAL_FEATURES.entries()) {
      this.#weights[i] = weights[name] ?? START[i]!;
      this.#squares[i] = squares[name] ?? 1;
    }
    this.#learned = learned;
    this.#passed = passed;
    return null;
  }

  #logOdds(features: Float64Array): number {
    const weights = this.#weights;
    let sum = 0;
    for (let i = 0; i < FEATURE_COUNT; i += 1) sum += weights[i]! * within(features[i]!);
    return sum;
  }
}

/** Comparisons are false for what is no number. */
function within(value: number): number {
  return value >= -1 ? (value <= 1 ? value : 1) : value < -1 ? -1 : 0;
}

/** Seven digits are enough to go on from. */
function named(values: Float64Array): Record<string, number> {
  return Object.fromEntries(SURVIVAL_FEATURES.map((name, at) => [name, Number(values[at]!.toPrecision(7))]));
}

function problemOf(found: unknown): string | null {
  if (!isObject(found)) return 'it is not an object';
  if (found['version'] !== 1) return `version ${JSON.stringify(found['version'])} is not known`;
  const { learned, passed } = found;
  if (!isCount(learned) || !isCount(passed) || passed > learned) return 'its counts are none';
  if (!areNumbers(found['weights'], -WEIGHT_MAX, WEIGHT_MAX)) return 'its weights are none';
  if (!areNumbers(found['squares'], 1, SQUARES_MAX)) return 'its squares are none';
  return null;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function areNumbers(value: unknown, least: number, most: number): boolean {
  return isObject(value) && Object.values(value).every((one) => typeof one === 'number' && one >= least && one <= most);
}
