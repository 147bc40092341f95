/**
 * The border for text from outside (lists, banners, page titles, error messages): nothing that passes here can move a
 * cursor, hide characters or carry a password. Everything that shows or stores foreign text calls it.
 */

/** CSI, OSC, DCS/SOS/PM/APC and two-byte escapes, in their 7-bit and 8-bit forms. Unended strings stop at the line's end. */
const ESCAPES =
  /(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c\r\n]*(?:\x07|\x1b\\|\x9c)?|\x1b[ -/]*[0-~]/g;
const BREAKS = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;
const BREAKS_WITHIN_LINES = /[\v\f\r\u0085\u2028\u2029]+/g;
/** DEL, C1, soft hyphen, Arabic letter mark, zero-width and bidi controls, line separators, word joiners, BOM, annotation and tag characters. */
const BEYOND_C0 =
  '\\x7f-\\x9f\\u00ad\\u061c\\u115f\\u1160\\u180b-\\u180f\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\u3164\\ufeff\\uffa0\\ufff9-\\ufffb\\u{e0000}-\\u{e0fff}';
const HIDDEN = new RegExp(`[\\x00-\\x1f${BEYOND_C0}]`, 'gu');
const HIDDEN_WITHIN_LINES = new RegExp(`[\\x00-\\x08\\x0b-\\x1f${BEYOND_C0}]`, 'gu');
const HIDDEN_AMONG_KEYS = new RegExp(`(?!\\x7f)[${BEYOND_C0}]`, 'gu');
const LONE_SURROGATES = /\p{Surrogate}/gu;
/** No script puts so many marks on one letter; more of them are drawn across the lines above and below. */
const MARKS = 8;
const FLOODS = new RegExp(`(\\p{M}{${MARKS}})\\p{M}+`, 'gu');
/** JSON has escaped the other controls, and halves of characters. */
const UNSAFE_IN_JSON = new RegExp(`[${BEYOND_C0}]|(?<=\\p{M}{${MARKS}})\\p{M}`, 'gu');
const PRINTABLE_ASCII = /^[\x20-\x7e]*$/;
/** What is not in it can stay as it is: most of what is ever shown. */
const UNSAFE_LINE = new RegExp(`[\\x00-\\x1f${BEYOND_C0}\\p{Surrogate}]|\\p{M}{${MARKS + 1}}`, 'u');
const UNSAFE_LINES = new RegExp(`[\\x00-\\x08\\x0b-\\x1f${BEYOND_C0}\\p{Surrogate}]|\\p{M}{${MARKS + 1}}`, 'u');

/**
 * One printable line: escape sequences, control, bidi and zero-width characters are gone, line breaks and tabs are
 * blanks. Text beyond `maxLength` (UTF-16 units) is cut and ends in `…`.
 */
export function safeText(text: string, maxLength = 4096): string {
  // Cut first, generously, so that a megabyte of hostile text costs no more than a line of it.
  const rough = text.length > maxLength * 4 + 1024 ? text.slice(0, maxLength * 4 + 1024) : text;
  const clean = UNSAFE_LINE.test(rough) ? cleaned(rough.replace(ESCAPES, '').replace(BREAKS, ' '), HIDDEN) : rough;
  if (clean.length <= maxLength) return clean;
  const end = Math.max(0, maxLength - 1);
  const splitsPair = end > 0 && /[\ud800-\udbff]/.test(clean[end - 1]!);
  return `${clean.slice(0, splitsPair ? end - 1 : end)}…`;
}

/** The same for text of several lines: its line breaks and tabs stay, a carriage return alone is a blank. */
export function safeLines(text: string): string {
  if (!UNSAFE_LINES.test(text)) return text;
  const lines = text.replace(ESCAPES, '').replaceAll('\r\n', '\n').replace(BREAKS_WITHIN_LINES, ' ');
  return cleaned(lines, HIDDEN_WITHIN_LINES);
}

/** The text in as many UTF-16 units, so that places in it stay: what safeText would take out is `mark` (one unit) instead. */
export function standIns(text: string, mark: string): string {
  if (!UNSAFE_LINE.test(text)) return text;
  const instead = (found: string): string => mark.repeat(found.length);
  return text
    .replace(HIDDEN, instead)
    .replace(LONE_SURROGATES, mark)
    .replace(FLOODS, (found, kept: string) => kept + instead(found.slice(kept.length)));
}

/** What comes from a keyboard or a paste, its keys (controls, escape sequences) included, without what is hidden or would be taken for a sequence by eight bits. */
export function safeKeys(text: string): string {
  return text.replace(HIDDEN_AMONG_KEYS, '').replace(FLOODS, '$1');
}

/** JSON of a value, in which what could not be seen or would act on a terminal is written `\u009b`: the same value to every reader. */
export function safeJson(value: unknown): string {
  const json = JSON.stringify(value);
  return PRINTABLE_ASCII.test(json) ? json : json.replace(UNSAFE_IN_JSON, escaped);
}

function escaped(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}

function cleaned(text: string, hidden: RegExp): string {
  return text.replace(hidden, '').replace(LONE_SURROGATES, '\ufffd').replace(FLOODS, '$1');
}

const HOST_PORT_USER_PASSWORD = /^((?:[\w-]+\.)+[\w-]+|\[[0-9a-f:.]+\]):(\d{1,5}):([^:]+):(.+)$/i;
/** `token=abc`, `"password": "two words"` */
const NAMED_SECRET =
  /((?:password|passwd|pwd|secret|token|api[_-]?key|access[_-]?key|cookie)["']?\s*[=:]\s*)(?:(["'])(?:(?!\2)[^\n])*(\2?)|[^\s"'&,;]+)/gi;
/** What a line of command gives as a secret: `config set api.token abc`, `--password 'two words'`. */
const GIVEN_SECRET =
  /(\bset\s+[\w.]*(?:password|secret|token)\s+|--[\w-]*(?:password|passwd|secret|token|api-?key|cookie)(?:\s+|=))("[^"\n]*"?|'[^'\n]*'?|[^\s;|]+)/gi;
const AUTH_SCHEME = /\b(basic|bearer|digest)\s+[\w.~+/=-]{6,}/gi;

/** Hides passwords and tokens: `user:***@host`, `host:port:user:***`, `token=***`, `set api.token ***`, `--password ***`, `Bearer ***`. The rest stays as it is. */
export function maskSecrets(text: string): string {
  return text
    .replace(AUTH_SCHEME, '$1 ***')
    .replace(GIVEN_SECRET, '$1***')
    .replace(NAMED_SECRET, '$1$2***$3')
    .replace(/\S+/g, maskWord);
}

function maskWord(word: string): string {
  // The last @ ends the password: one may hold an @ itself.
  const at = word.lastIndexOf('@');
  if (at > 0) {
    const scheme = word.indexOf('://');
    const colon = word.indexOf(':', scheme >= 0 && scheme < at ? scheme + 3 : 0);
    if (colon >= 0 && colon < at - 1) return `${word.slice(0, colon)}:***${word.slice(at)}`;
    return word;
  }
  return word.replace(HOST_PORT_USER_PASSWORD, '$1:$2:$3:***');
}
