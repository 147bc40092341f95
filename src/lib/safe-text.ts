/**
 * The border for text from outside (lists, banners, page titles, error messages): nothing that passes here can move a
 * cursor, hide characters or carry a password. Everything that shows or stores foreign text calls it.
 */

/** CSI, OSC, DCS/SOS/PM/APC and two-byte escapes, in their 7-bit and 8-bit forms. Unended strings stop at the line's end. */
const ESCAPES =
  /(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c\r\n]*(?:\x07|\x1b\\|\x9c)?|\x1b[ -/]*[0-~]/g;
const BREAKS = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;
/** C0, DEL, C1, soft hyphen, Arabic letter mark, zero-width and bidi controls, word joiners, BOM, annotation and tag characters. */
const HIDDEN =
  /[\x00-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]|[\u{e0000}-\u{e0fff}]/gu;
const LONE_SURROGATES = /\p{Surrogate}/gu;

/**
 * One printable line: escape sequences, control, bidi and zero-width characters are gone, line breaks and tabs are
 * blanks. Text beyond `maxLength` (UTF-16 units) is cut and ends in `…`.
 */
export function safeText(text: string, maxLength = 4096): string {
  // Cut first, generously, so that a megabyte of hostile text costs no more than a line of it.
  const rough = text.length > maxLength * 4 + 1024 ? text.slice(0, maxLength * 4 + 1024) : text;
  const clean = rough.replace(ESCAPES, '').replace(BREAKS, ' ').replace(HIDDEN, '').replace(LONE_SURROGATES, '\ufffd');
  if (clean.length <= maxLength) return clean;
  const end = Math.max(0, maxLength - 1);
  const splitsPair = end > 0 && /[\ud800-\udbff]/.test(clean[end - 1]!);
  return `${clean.slice(0, splitsPair ? end - 1 : end)}…`;
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
