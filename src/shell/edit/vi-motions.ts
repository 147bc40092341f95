/** Where the motions of vi lead in a text: from a place to a place, a character at a time. Pure; vi.ts makes commands of them. */
import { graphemes } from '../../lib/width.ts';

export interface Motion {
  readonly to: number;
  /** The character it leads to belongs to what an operator takes. */
  readonly isInclusive: boolean;
}

/** What `f`, `F`, `t` and `T` looked for, for `;` and `,`. */
export interface Find {
  readonly key: string;
  readonly char: string;
}

const BLANK = 0;
const WORD = 1;
const MARK = 2;
const WORD_CHARACTER = /[\p{L}\p{N}\p{M}_]/u;

/** The text by its characters; places in it are counted in those. */
class Walker {
  readonly #parts: readonly string[];
  readonly #isBig: boolean;

  /** @param isBig everything between blanks is one word */
  constructor(parts: readonly string[], isBig: boolean) {
    this.#parts = parts;
    this.#isBig = isBig;
  }

  kind(at: number): number {
    const part = this.#parts[at]!;
    if (/\s/.test(part)) return BLANK;
    return this.#isBig || WORD_CHARACTER.test(part) ? WORD : MARK;
  }

  #isLike(at: number, kind: number): boolean {
    return at >= 0 && at < this.#parts.length && this.kind(at) === kind;
  }

  /** To the place behind characters of this kind. */
  over(at: number, kind: number, step: 1 | -1): number {
    let place = at;
    while (this.#isLike(place, kind)) place += step;
    return place;
  }

  next(at: number): number {
    if (at >= this.#parts.length) return at;
    const kind = this.kind(at);
    return this.over(kind === BLANK ? at : this.over(at, kind, 1), BLANK, 1);
  }

  before(at: number): number {
    const end = this.over(at - 1, BLANK, -1);
    return end < 0 ? 0 : this.over(end, this.kind(end), -1) + 1;
  }

  end(at: number): number {
    const start = this.over(at + 1, BLANK, 1);
    if (start >= this.#parts.length) return Math.max(at, this.#parts.length - 1);
    return this.over(start, this.kind(start), 1) - 1;
  }

  /** The end of the words that `cw` changes: what follows the last of them stays. */
  changed(at: number, count: number): number {
    let place = at;
    for (let word = 0; word < count && place < this.#parts.length; word++) {
      if (word > 0) place = this.over(place, BLANK, 1);
      if (place < this.#parts.length) place = this.over(place, this.kind(place), 1);
    }
    return place;
  }
}

/** @param cursor an offset, as is what comes back @returns null when the key is no motion, or leads nowhere */
export function viMotion(
  text: string,
  cursor: number,
  key: string,
  count: number,
  { find = null, isChange = false }: { readonly find?: Find | null; readonly isChange?: boolean } = {},
): Motion | null {
  const parts = graphemes(text);
  const offsets = [0];
  for (const part of parts) offsets.push(offsets.at(-1)! + part.length);
  const at = offsets.indexOf(cursor);
  const first = parts.lastIndexOf('\n', at - 1) + 1;
  const rowStart = at === 0 ? 0 : first;
  const newline = parts.indexOf('\n', at);
  const rowEnd = newline < 0 ? parts.length : newline;
  const isBig = 'WBE'.includes(key);
  const walker = new Walker(parts, isBig);
  const to = (place: number, isInclusive = false): Motion => ({ to: offsets[place]!, isInclusive });
  const times = (step: (place: number) => number): number => {
    let place = at;
    for (let left = count; left > 0; left--) place = step(place);
    return place;
  };
  switch (key) {
    case 'h':
      return to(Math.max(rowStart, at - count));
    case 'l':
    case ' ':
      return to(Math.min(rowEnd, at + count));
    case '0':
      return to(rowStart);
    case '^': {
      const start = parts.findIndex((part, place) => place >= rowStart && !/[^\S\n]/.test(part));
      return to(start < 0 ? rowEnd : Math.min(start, rowEnd));
    }
    case '$':
      return to(rowEnd);
    case 'w':
    case 'W':
      if (isChange && at < parts.length && walker.kind(at) !== BLANK) return to(walker.changed(at, count));
      return to(times((place) => walker.next(place)));
    case 'b':
    case 'B':
      return to(times((place) => walker.before(place)));
    case 'e':
    case 'E':
      return parts.length === 0
        ? null
        : to(
            times((place) => walker.end(place)),
            true,
          );
    case 'f':
    case 't':
    case 'F':
    case 'T':
    case ';':
    case ',':
      return find && found(parts, at, rowStart, rowEnd, find, key, count, to);
    default:
      return null;
  }
}

const TURNED: Readonly<Record<string, string>> = { f: 'F', F: 'f', t: 'T', T: 't' };

function found(
  parts: readonly string[],
  at: number,
  rowStart: number,
  rowEnd: number,
  find: Find,
  key: string,
  count: number,
  to: (place: number, isInclusive: boolean) => Motion,
): Motion | null {
  const how = key === ',' ? TURNED[find.key]! : find.key;
  const step = how === 'f' || how === 't' ? 1 : -1;
  const isTill = how === 't' || how === 'T';
  // Looked for again, `t` must not find the character that it stopped at.
  let place = isTill && (key === ';' || key === ',') ? at + step : at;
  for (let left = count; left > 0; left--) {
    do place += step;
    while (place >= rowStart && place < rowEnd && parts[place] !== find.char);
    if (place < rowStart || place >= rowEnd) return null;
  }
  return to(isTill ? place - step : place, step > 0);
}
