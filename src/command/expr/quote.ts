/** Writes a text so that the parser reads the same text back: bare where it can be, in quotes where it must. */

const SAFE = /^[\p{L}\p{N}_@%+:,./*^=~-][\p{L}\p{N}_@%+:,./*^=~\-?&!#]*$/u;

export function quoteWord(text: string): string {
  if (SAFE.test(text) && !text.endsWith('?') && !text.startsWith('-') && text !== '&') return text;
  // Flags stay flags: `--limit`, `-n`.
  if (/^--?[A-Za-z][\w-]*(?:=[\p{L}\p{N}_@%+:,./-]*)?$/u.test(text)) return text;
  if (!text.includes("'")) return `'${text}'`;
  return `"${text
    .replace(/[\\"$]/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll('\t', '\\t')
    .replaceAll('\r', '\\r')}"`;
}
