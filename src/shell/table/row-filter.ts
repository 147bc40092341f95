/**
 * What is typed after `/` in a table: an expression of the filter language, `/regex/`, or letters that are found in any
 * text of a row; a `!` in front of the last two turns them round. Pure.
 */
import { compilePattern } from '../../lib/pattern.ts';
import { badValue } from '../../command/types/bad-value.ts';
import { filter } from '../../command/types/filter.ts';
import { resolveField } from '../../command/expr/fields.ts';
import { fuzzyMatch } from '../../lib/fuzzy.ts';

export interface RowFilter<T> {
  /** As it was typed. */
  readonly text: string;
  readonly kind: 'expression' | 'regex' | 'letters';
  readonly test: (row: T) => boolean;
  /** Where a text of a row meets it: offsets, for showing. */
  readonly places: (cell: string) => readonly number[];
}

const NOWHERE = (): readonly number[] => [];

export interface Searched<T> {
  /** Names the filter language knows. */
  readonly fields: readonly string[];
  /** What a person reads in a row, cell by cell. */
  readonly texts: (row: T) => readonly string[];
}

const REGEX = /^(!?)\/(.*?)\/?$/s;
const OPERATOR = /[=<>~]|(?:^|\s)(?:in|and|or|not)\s/;
/** Parts of addresses are met as they are typed, or every number would be met somewhere. */
const FIGURES = /^[\d.:]+$/;
/** Of the best score a letter can have: lower, the letters stand too far apart to be what was meant. */
const LEAST_SCORE = 15;

/** @returns null for an empty text: all rows. @throws bad-value, unknown-field, syntax errors */
export function rowFilter<T extends object>(text: string, searched: Searched<T>): RowFilter<T> | null {
  const typed = text.trim();
  if (typed === '' || typed === '!') return null;
  const regex = REGEX.exec(typed);
  if (regex) return inverse(regexFilter(typed, regex[2]!, searched), regex[1] === '!');
  if (isExpression(typed, searched.fields)) {
    const { test } = filter(searched.fields).parse(typed);
    return { text: typed, kind: 'expression', test, places: NOWHERE };
  }
  const isInverse = typed.startsWith('!');
  return inverse(lettersFilter(typed, isInverse ? typed.slice(1) : typed, searched), isInverse);
}

/** A comparison, or a field alone: `banned`, `not banned`. */
function isExpression(text: string, fields: readonly string[]): boolean {
  return OPERATOR.test(text) || resolveField(text, fields) !== null;
}

function regexFilter<T>(text: string, source: string, { texts }: Searched<T>): RowFilter<T> {
  let pattern: RegExp;
  try {
    pattern = compilePattern(source, { ignoreCase: true });
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/^.*: /, '') : '';
    throw badValue(source, 'a regular expression', '/^192[.]0[.]/', why);
  }
  return {
    text,
    kind: 'regex',
    test: (row) => texts(row).some((cell) => pattern.test(cell)),
    places: (cell) => {
      const match = pattern.exec(cell);
      return match ? run(match.index, match[0].length) : [];
    },
  };
}

/** Each word has to be met within one cell, its letters in order and close together. */
function lettersFilter<T>(text: string, query: string, { texts }: Searched<T>): RowFilter<T> {
  const words = query.split(/\s+/).filter((word) => word !== '');
  return {
    text,
    kind: 'letters',
    test: (row) => {
      const cells = texts(row);
      return words.every((word) => cells.some((cell) => isMet(word, cell)));
    },
    places: (cell) => words.flatMap((word) => (isMet(word, cell) ? placesOf(word, cell) : [])),
  };
}

function placesOf(word: string, cell: string): readonly number[] {
  const at = cell.indexOf(word);
  return at >= 0 ? run(at, word.length) : fuzzyMatch(word, cell)!.places;
}

function run(from: number, length: number): readonly number[] {
  return Array.from({ length }, (_, index) => from + index);
}

function isMet(word: string, cell: string): boolean {
  if (cell.length < word.length) return false;
  if (cell.includes(word)) return true;
  if (FIGURES.test(word)) return false;
  const match = fuzzyMatch(word, cell);
  return match !== null && match.score >= LEAST_SCORE * word.length;
}

function inverse<T>(of: RowFilter<T>, isInverse: boolean): RowFilter<T> {
  return isInverse ? { ...of, test: (row) => !of.test(row), places: NOWHERE } : of;
}
