/**
 * The shape of a state file: what must be there before anything of it is believed. Keys that are not named here are
 * kept, never refused. Written by hand, since a schema library costs more at every start than reading the file does.
 */

type Rule = readonly [path: string, fits: (value: unknown) => boolean, expected: string, required: boolean];

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): boolean => typeof value === 'string';
const isTrueOrFalse = (value: unknown): boolean => typeof value === 'boolean';
const isNumberFrom = (least: number) => (value: unknown) => Number.isSafeInteger(value) && (value as number) >= least;
const isTexts = (value: unknown): boolean => isObject(value) && Object.values(value).every(isText);
const isColumns = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every((name) => isText(name) && name !== '') &&
  new Set(value).size === value.length;

const DOCUMENT_RULES: readonly Rule[] = [
  ['createdAt', isText, 'a time', false],
  ['settings', isObject, 'an object', false],
  ['settings.auto', isTrueOrFalse, 'true or false', false],
  ['aliases', isTexts, 'an object of texts', false],
  ['sources', Array.isArray, 'a list', false],
];
const FRAME_RULES: readonly Rule[] = [
  ['version', isNumberFrom(1), 'a whole number from 1', true],
  ['savedAt', isText, 'a time', false],
  ['journal', isObject, 'an object', false],
  ['journal.epoch', isText, 'a text', false],
  ['journal.number', isNumberFrom(0), 'a whole number from 0', false],
  ['journal.seq', isNumberFrom(0), 'a whole number from 0', false],
  ['proxies', isObject, 'an object', true],
  ['proxies.v', (value) => value === 1, '1', true],
  ['proxies.cols', isColumns, 'a list of different names', true],
  ['proxies.rows', Array.isArray, 'a list', true],
  ['proxies.count', isNumberFrom(0), 'a whole number from 0', false],
  ['proxies.nextId', isNumberFrom(1), 'a whole number from 1', true],
];

/** Keys of a state file that are no documents. */
export const RESERVED_KEYS: ReadonlySet<string> = new Set([
  'format',
  'version',
  'savedAt',
  'journal',
  'proxies',
  'crc',
]);

/** What is wrong with some documents on their own, or null when nothing is. */
export function documentsProblem(documents: unknown): string | null {
  if (!isObject(documents)) return 'the documents are not an object';
  const reserved = Object.keys(documents).find((key) => RESERVED_KEYS.has(key));
  if (reserved !== undefined) return `${reserved} is not a document`;
  return problemOf(documents, DOCUMENT_RULES);
}

/** What is wrong with a parsed state file (its rows may have been taken out), or null when nothing is. */
export function schemaProblem(state: unknown): string | null {
  return problemOf(state, [...FRAME_RULES, ...DOCUMENT_RULES]);
}

function problemOf(state: unknown, rules: readonly Rule[]): string | null {
  for (const [path, fits, expected, required] of rules) {
    const value = path.split('.').reduce<unknown>((at, key) => (isObject(at) ? at[key] : undefined), state);
    if (value === undefined && !required) continue;
    if (!fits(value)) return `${path} is not ${expected}`;
  }
  return null;
}
