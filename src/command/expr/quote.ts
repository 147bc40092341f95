/** Writes a text so that the parser reads the same text back: bare where it can be, in quotes where it must. */

const SAFE = /^[\p{L}\p{N}_@%+:,./*^=~-][\p{L}\p{N}_@%+:,./*^=~\-?&!#]*$/u;
/** A `?` or `&` that the parser may take for a mark behind a call, with a comment or more marks after it. */
const END_MARK = /[?&](?:$|[?&#!])/;

export function quoteWord(text: string): string {
  if (SAFE.test(text) && !END_MARK.test(text) && !text.startsWith('-')) return text;
  // Flags stay flags: `--limit`, `-n`.
  if (/^--?[A-Za-z][\w-]*(?:=[\p{L}\p{N}_@%+:,./-]*)?$/u.test(text)) return text;
  if (!text.includes("'")) return `'${text}'`;
  return `"${text
    .replace(/[\\"$]/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll('\t', '\\t')
    .replaceAll('\r', '\\r')}"`;
}
