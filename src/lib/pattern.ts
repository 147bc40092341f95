/**
 * Regular expressions that people write, made so that none of them can stop the program: where a pattern backtracks too
 * much, V8 goes on with its linear engine. A pattern which that engine cannot run (look-around, references back, large
 * counts) is refused when it repeats what repeats or chooses, for that is what can take for ever.
 */
import { setFlagsFromString } from 'node:v8';

export interface PatternOptions {
  readonly ignoreCase?: boolean;
  /** For finding all places, by `matchAll`. */
  readonly global?: boolean;
}

/** V8's own flag: a pattern that its linear engine cannot run is refused with it. */
const LINEAR = 'l';
/** Unicode's classes and code points need the stricter mode, which the linear engine does not have. */
const NEEDS_UNICODE = /\\[pP]\{|\\u\{/;
/** Repeats without end that the backtracking engine may meet: each multiplies its time by the length of the text. */
const MAX_REPEATS = 2;
/** Ends of ranges that are written as codes are left to the flag `i`. */
const CODES_IN_CLASS = /\[[^\]]*\\[xu]/;
/** An escape, a range of letters, the name of a group, or one character. */
const PIECE =
  /\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|c[A-Za-z]|k<[^>]*>|.)|[a-z]-[a-z]|[A-Z]-[A-Z]|\(\?<?[A-Za-z=!]?[^)>]*?>|[^]/gu;

let isPrepared = false;

/** Of the whole process, so not before somebody wrote a pattern. */
function prepareEngine(): void {
  if (isPrepared) return;
  isPrepared = true;
  // `l` asks whether the linear engine knows a pattern; the second makes it take over by itself.
  setFlagsFromString('--enable-experimental-regexp-engine');
  setFlagsFromString('--enable-experimental-regexp-engine-on-excessive-backtracks');
}

/** @throws SyntaxError with the engine's words, or why the pattern is refused */
export function compilePattern(source: string, { ignoreCase = false, global = false }: PatternOptions = {}): RegExp {
  prepareEngine();
  const flags = global ? 'g' : '';
  if (NEEDS_UNICODE.test(source)) return guarded(source, `${flags}u${ignoreCase ? 'i' : ''}`);
  // Says what is wrong with it in its own words, before anything is changed.
  const plain = new RegExp(source, `${flags}${ignoreCase ? 'i' : ''}`);
  const folded = ignoreCase ? bothCases(source) : source;
  if (!isLinear(folded) || (ignoreCase && CODES_IN_CLASS.test(source))) return guarded(source, plain.flags);
  return new RegExp(folded, flags);
}

/** The same pattern without the flag `i`, which the linear engine does not have: each letter stands for both its cases. */
export function bothCases(source: string): string {
  let isClass = false;
  return source.replace(PIECE, (piece) => {
    const coded = /^\\[xu]([0-9A-Fa-f]{2,4})$/.exec(piece);
    const letter = coded ? String.fromCharCode(Number.parseInt(coded[1]!, 16)) : piece;
    if (piece === '[' && !isClass) isClass = true;
    else if (piece === ']') isClass = false;
    else if (isClass && /^[A-Za-z]-/.test(piece)) return `${piece.toLowerCase()}${piece.toUpperCase()}`;
    else if (/^[A-Za-z]$/.test(letter)) {
      const both = `${letter.toLowerCase()}${letter.toUpperCase()}`;
      return isClass ? both : `[${both}]`;
    } else if (!isClass && /^[A-Za-z]-/.test(piece)) return bothCases(piece[0]!) + '-' + bothCases(piece[2]!);
    return piece;
  });
}

function isLinear(source: string): boolean {
  try {
    return new RegExp(source, LINEAR) instanceof RegExp;
  } catch {
    return false;
  }
}

function guarded(source: string, flags: string): RegExp {
  const pattern = new RegExp(source, flags);
  const bare = source.replace(/\\[^]/g, 'x').replace(/\[[^\]]*\]/g, 'x');
  if (repeatsRepeats(bare)) {
    throw new SyntaxError(
      'a repeat or a choice within a repeat can take for ever beside look-around, \\1, \\p or large counts',
    );
  }
  if ((bare.match(/[*+]|\{\d+,\}/g)?.length ?? 0) > MAX_REPEATS) {
    throw new SyntaxError(
      `more than ${MAX_REPEATS} repeats can take for ever beside look-around, \\1, \\p or large counts`,
    );
  }
  return pattern;
}

/** A group that holds a quantifier or a choice and is repeated itself: `(a+)*`, `(a|a)*`. */
function repeatsRepeats(bare: string): boolean {
  /** For each open group whether it holds a quantifier or a choice. */
  const open: boolean[] = [];
  for (let at = 0; at < bare.length; at++) {
    const char = bare[at]!;
    if (char === '(') {
      open.push(false);
      if (bare[at + 1] === '?') at++;
    } else if (char === ')') {
      const holds = open.pop() ?? false;
      const repeats = /[*+{]/.test(bare[at + 1] ?? '');
      if (holds && repeats) return true;
      if ((holds || repeats) && open.length > 0) open[open.length - 1] = true;
    } else if ('*+{|'.includes(char) && open.length > 0) open[open.length - 1] = true;
  }
  return false;
}
