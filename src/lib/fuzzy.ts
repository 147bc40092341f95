/**
 * Fuzzy matching of what a person types against names and lines: every blank-separated part of the query has to appear as
 * a subsequence, starts of words and unbroken runs count most. Pure; fast enough to ask thousands of texts at each key.
 */

export interface FuzzyMatch {
  readonly score: number;
  /** Offsets into the text that the query met, ascending. */
  readonly places: readonly number[];
}

const MATCH = 16;
const GAP_START = -3;
const GAP_MORE = -1;
/** Behind a blank, slash, dash or the like, and at the very start. */
const WORD_START = 8;
const HUMP = 7;
const RUN = 4;
/** The first character met counts its place twice: what a query begins with was chosen with most care. */
const FIRST = 2;
/** A longer text is met at the first places that will do, without looking for the best ones. */
const LONGEST = 400;
const NEVER = -1_000_000;

/** Scratch, kept from call to call: asking for a score allocates nothing. The rows count from the first place that can be met. */
const earliest = new Int32Array(LONGEST);
const latest = new Int32Array(LONGEST);
const ending = [new Int32Array(LONGEST), new Int32Array(LONGEST)] as const;
const best = [new Int32Array(LONGEST), new Int32Array(LONGEST)] as const;
const runBonus = [new Int32Array(LONGEST), new Int32Array(LONGEST)] as const;
const goesOn = [new Uint8Array(LONGEST), new Uint8Array(LONGEST)] as const;

/** Null when the text does not match. Upper case in a part of the query makes that part look at case. */
export function fuzzyMatch(query: string, text: string): FuzzyMatch | null {
  const parts = partsOf(query);
  const lower = lowered(text);
  const places = new Set<number>();
  let score = 0;
  for (const part of parts) {
    const found = part.isExact ? bestMatch(part.text, text, text, places) : bestMatch(part.text, lower, text, places);
    if (found === null) return null;
    score += found;
  }
  return { score, places: [...places].sort((a, b) => a - b) };
}

export interface Ranked<T> {
  readonly item: T;
  /** Worked out when they are asked for: of many that match, few are shown. */
  readonly places: readonly number[];
}

/**
 * The items that match, best first; of equals the shorter text, then the order given. An empty query gives all in order.
 * @param limit at most this many
 */
export function fuzzyRank<T>(
  query: string,
  items: readonly T[],
  textOf: (item: T) => string,
  limit = Infinity,
): readonly Ranked<T>[] {
  const parts = partsOf(query);
  if (parts.length === 0) return items.slice(0, limit).map((item) => ({ item, places: [] }));
  // Numbers and no objects: thousands of them at each key would keep the collector busy.
  const found: number[] = [];
  const scores: number[] = [];
  const lengths: number[] = [];
  for (let index = 0; index < items.length; index++) {
    const text = textOf(items[index]!);
    const score = scoreOf(parts, text);
    scores.push(score ?? 0);
    lengths.push(text.length);
    if (score !== null) found.push(index);
  }
  found.sort((a, b) => scores[b]! - scores[a]! || lengths[a]! - lengths[b]! || a - b);
  return found.slice(0, limit).map((index) => new Hit(query, items[index]!, textOf));
}

class Hit<T> implements Ranked<T> {
  readonly item: T;
  readonly #query: string;
  readonly #textOf: (item: T) => string;
  #places: readonly number[] | null = null;

  constructor(query: string, item: T, textOf: (item: T) => string) {
    this.#query = query;
    this.item = item;
    this.#textOf = textOf;
  }

  get places(): readonly number[] {
    return (this.#places ??= fuzzyMatch(this.#query, this.#textOf(this.item))!.places);
  }
}

interface Part {
  readonly text: string;
  readonly isExact: boolean;
}

function partsOf(query: string): Part[] {
  return query
    .split(/\s+/)
    .filter((text) => text !== '')
    .map((text) => ({ text, isExact: text !== text.toLowerCase() }));
}

function scoreOf(parts: readonly Part[], text: string): number | null {
  const lower = lowered(text);
  // Whether all parts can be met is asked first: it costs little, the best way to meet each of them much.
  if (parts.length > 1 && !parts.every((part) => bound(part.text, part.isExact ? text : lower))) return null;
  let score = 0;
  for (const part of parts) {
    const found = bestMatch(part.text, part.isExact ? text : lower, text, null);
    if (found === null) return null;
    score += found;
  }
  return score;
}

/** In lower case, unit by unit where the whole would change its length (İ): places must fit the text itself. */
function lowered(text: string): string {
  const lower = text.toLowerCase();
  if (lower.length === text.length) return lower;
  return Array.from({ length: text.length }, (_, index) => {
    const unit = text[index]!.toLowerCase();
    return unit.length === 1 ? unit : text[index]!;
  }).join('');
}

/**
 * Score of the best way to find the part in the text; null when there is none.
 * @param compared the text in the case that is compared @param places gets the offsets met; null = only the score is wanted
 */
function bestMatch(part: string, compared: string, text: string, places: Set<number> | null): number | null {
  if (!bound(part, compared)) return null;
  const first = earliest[0]!;
  if (latest[part.length - 1]! - first >= LONGEST) return firstMatch(part, compared, text, places);
  const last = part.length - 1;
  const trace: Row[] = [];
  for (let row = 0; row <= last; row++) {
    fillRow(part, compared, text, first, row);
    if (places) trace.push(kept(row & 1, latest[row]! - first + 1));
  }
  if (places) tracePlaces(trace, first, places);
  return best[last & 1]![latest[last]! - first]!;
}

/** For each character of the part the first and the last place that leave room for the others. @returns false where there is none */
function bound(part: string, compared: string): boolean {
  if (part.length > LONGEST) return false;
  let at = -1;
  for (let row = 0; row < part.length; row++) {
    at = compared.indexOf(part[row]!, at + 1);
    if (at < 0) return false;
    earliest[row] = at;
  }
  at = compared.length;
  for (let row = part.length - 1; row >= 0; row--) latest[row] = at = compared.lastIndexOf(part[row]!, at - 1);
  return true;
}

/**
 * One row: for each place the best score of the part up to this character when it ends right there (`ending`), or there
 * or before (`best`). `runBonus` remembers what the run that ends there began with, `goesOn` that it is one.
 */
function fillRow(part: string, compared: string, text: string, first: number, row: number): void {
  const wanted = part.charCodeAt(row);
  const side = row & 1;
  const [endingNow, endingBefore] = [ending[side]!, ending[side ^ 1]!];
  const [bestNow, bestBefore] = [best[side]!, best[side ^ 1]!];
  const [runNow, runBefore] = [runBonus[side]!, runBonus[side ^ 1]!];
  const goesOnNow = goesOn[side]!;
  const until = latest[row]! - first;
  const end = row === part.length - 1 ? until : latest[row + 1]! - first - 1;
  let soFar = NEVER;
  let gap = GAP_START;
  for (let place = earliest[row]! - first; place <= end; place++) {
    let here = NEVER;
    if (place <= until && compared.charCodeAt(first + place) === wanted) {
      const own = bonusAt(text, first + place);
      here = row === 0 ? MATCH + own * FIRST : bestBefore[place - 1]! + MATCH + own;
      runNow[place] = own;
      goesOnNow[place] = 0;
      if (row > 0 && endingBefore[place - 1]! > NEVER) {
        const inherited = Math.max(RUN, own, runBefore[place - 1]!);
        const run = endingBefore[place - 1]! + MATCH + inherited;
        if (run >= here) {
          here = run;
          runNow[place] = inherited;
          goesOnNow[place] = 1;
        }
      }
    }
    endingNow[place] = here;
    if (here >= soFar + gap) {
      soFar = here;
      gap = GAP_START;
    } else {
      soFar += gap;
      gap = GAP_MORE;
    }
    bestNow[place] = soFar;
  }
}

interface Row {
  readonly ending: Int32Array;
  readonly best: Int32Array;
  readonly goesOn: Uint8Array;
}

function kept(side: number, count: number): Row {
  return {
    ending: ending[side]!.slice(0, count),
    best: best[side]!.slice(0, count),
    goesOn: goesOn[side]!.slice(0, count),
  };
}

/** Walks the rows back from the end: within a run the character before stands right there, else where the score is best. */
function tracePlaces(rows: readonly Row[], first: number, places: Set<number>): void {
  let place = rows.at(-1)!.best.length - 1;
  let isRun = false;
  for (const row of rows.toReversed()) {
    place = Math.min(place, row.best.length - 1);
    if (!isRun) while (row.ending[place] !== row.best[place]) place--;
    places.add(first + place);
    isRun = row.goesOn[place] === 1;
    place--;
  }
}

function firstMatch(part: string, compared: string, text: string, places: Set<number> | null): number {
  let score = 0;
  let before = -1;
  for (let index = 0; index < part.length; index++) {
    const at = compared.indexOf(part[index]!, before + 1);
    const gap = index === 0 || at === before + 1 ? 0 : Math.max(-WORD_START, GAP_START + GAP_MORE * (at - before - 2));
    score += MATCH + gap + Math.max(bonusAt(text, at), index > 0 && at === before + 1 ? RUN : 0);
    places?.add(at);
    before = at;
  }
  return score;
}

function bonusAt(text: string, at: number): number {
  if (at === 0) return WORD_START + 1;
  const before = kindOf(text.charCodeAt(at - 1));
  const here = kindOf(text.charCodeAt(at));
  if (here === OTHER) return 0;
  if (before === OTHER) return WORD_START;
  return (before === LOWER && here === UPPER) || (before !== DIGIT && here === DIGIT) ? HUMP : 0;
}

const OTHER = 0;
const LOWER = 1;
const UPPER = 2;
const DIGIT = 3;
const KINDS = Uint8Array.from({ length: 0x80 }, (_, unit) => {
  const char = String.fromCharCode(unit);
  return /[a-z]/.test(char) ? LOWER : /[A-Z]/.test(char) ? UPPER : /\d/.test(char) ? DIGIT : OTHER;
});

/** What is beyond ASCII counts as a letter. */
function kindOf(unit: number): number {
  return unit < 0x80 ? KINDS[unit]! : LOWER;
}
