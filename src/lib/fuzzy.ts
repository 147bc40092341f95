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

/** Scratch rows, kept from call to call: a match allocates nothing but its result. */
const bonus = new Int32Array(LONGEST);
const ending = [new Int32Array(LONGEST), new Int32Array(LONGEST)] as const;
const best = [new Int32Array(LONGEST), new Int32Array(LONGEST)] as const;
const runBonus = [new Int32Array(LONGEST), new Int32Array(LONGEST)] as const;

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
  const found: { readonly item: T; readonly text: string; readonly score: number }[] = [];
  for (const item of items) {
    const text = textOf(item);
    const score = scoreOf(parts, text);
    if (score !== null) found.push({ item, text, score });
  }
  found.sort((a, b) => b.score - a.score || a.text.length - b.text.length);
  // Where the query met them is worked out only for what will be shown.
  return found.slice(0, limit).map(({ item, text }) => ({ item, places: fuzzyMatch(query, text)!.places }));
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
  const first = compared.indexOf(part[0]!);
  let at = first;
  for (let index = 1; index < part.length && at >= 0; index++) at = compared.indexOf(part[index]!, at + 1);
  if (at < 0) return null;
  const last = compared.lastIndexOf(part.at(-1)!);
  const count = last - first + 1;
  if (count > LONGEST) return firstMatch(part, compared, text, places);
  for (let index = 0; index < count; index++) bonus[index] = bonusAt(text, first + index);
  return places ? traced(part, compared, first, count, places) : scored(part, compared, first, count);
}

/** The dynamic programme without its trace: two rows are enough. */
function scored(part: string, compared: string, first: number, count: number): number {
  for (let row = 0; row < part.length; row++) fillRow(part, compared, first, count, row, row & 1);
  return best[(part.length - 1) & 1]![count - 1]!;
}

/** The same with all rows kept: walked back from the end, it tells the places. */
function traced(part: string, compared: string, first: number, count: number, places: Set<number>): number {
  const endings: Int32Array[] = [];
  const bests: Int32Array[] = [];
  const continued: Uint8Array[] = [];
  for (let row = 0; row < part.length; row++) {
    fillRow(part, compared, first, count, row, row & 1);
    endings.push(ending[row & 1]!.slice(0, count));
    bests.push(best[row & 1]!.slice(0, count));
    continued.push(runsOf(row, count));
  }
  let index = count - 1;
  let isRun = false;
  for (let row = part.length - 1; row >= 0; row--) {
    // Within a run the character before stands right there; else at the nearest place that gives the best score.
    if (!isRun) while (endings[row]![index] !== bests[row]![index]) index--;
    places.add(first + index);
    isRun = continued[row]![index] === 1;
    index--;
  }
  return bests.at(-1)![count - 1]!;
}

/** Where the best way to end a row at a place goes on from the place before it. */
function runsOf(row: number, count: number): Uint8Array {
  const runs = new Uint8Array(count);
  if (row === 0) return runs;
  const side = row & 1;
  for (let index = 1; index < count; index++) {
    const before = ending[side ^ 1]![index - 1]!;
    if (ending[side]![index]! <= NEVER || before <= NEVER) continue;
    const run = before + MATCH + Math.max(RUN, bonus[index]!, runBonus[side ^ 1]![index - 1]!);
    if (run === ending[side]![index]) runs[index] = 1;
  }
  return runs;
}

/**
 * One row: for each place the best score of the part up to this character when it ends right there (`ending`), or there
 * or before (`best`). `runBonus` remembers what the run that ends there began with.
 */
function fillRow(part: string, compared: string, first: number, count: number, row: number, side: number): void {
  const wanted = part.charCodeAt(row);
  const [endingNow, endingBefore] = [ending[side]!, ending[side ^ 1]!];
  const [bestNow, bestBefore] = [best[side]!, best[side ^ 1]!];
  const [runNow, runBefore] = [runBonus[side]!, runBonus[side ^ 1]!];
  let soFar = NEVER;
  let isGap = false;
  for (let index = 0; index < count; index++) {
    const carried = soFar <= NEVER ? NEVER : soFar + (isGap ? GAP_MORE : GAP_START);
    let here = NEVER;
    if (compared.charCodeAt(first + index) === wanted) {
      const own = bonus[index]!;
      if (row === 0) {
        here = MATCH + own * FIRST;
        runNow[index] = own;
      } else if (index > 0) {
        const fresh = bestBefore[index - 1]!;
        if (fresh > NEVER) here = fresh + MATCH + own;
        runNow[index] = own;
        const before = endingBefore[index - 1]!;
        if (before > NEVER) {
          const inherited = Math.max(RUN, own, runBefore[index - 1]!);
          if (before + MATCH + inherited >= here) {
            here = before + MATCH + inherited;
            runNow[index] = inherited;
          }
        }
      }
    }
    endingNow[index] = here;
    isGap = here < carried;
    soFar = isGap ? carried : here;
    bestNow[index] = soFar;
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

/** What is beyond ASCII counts as a letter. */
function kindOf(unit: number): number {
  if (unit >= 0x61 && unit <= 0x7a) return LOWER;
  if (unit >= 0x41 && unit <= 0x5a) return UPPER;
  if (unit >= 0x30 && unit <= 0x39) return DIGIT;
  return unit > 0x7f ? LOWER : OTHER;
}
