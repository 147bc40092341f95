/** The marks behind a command: `?` (may fail) and `&` (in the background), told apart from the same signs inside words. Pure. */
import type { Scanner } from './scanner.ts';

/** Where a URL goes on to the mark, it belongs to the URL. */
const IN_URL = /:\/\/\S*$/;
const URL_LENGTH = 300;

/** A `?` at the very end of a statement says that failing is no error; the one of a URL does not. */
export function softMark(scanner: Scanner): boolean {
  return scanner.peek() === '?' && endsBehind(scanner, /^[ \t\r]*(?:&[ \t\r]*)?(?:$|[\n;}#])/);
}

/** A `&` that stands alone, or at the very end of a statement: the command goes to the background. */
export function backgroundMark(scanner: Scanner): boolean {
  if (scanner.peek() !== '&' || scanner.peek(1) === '&') return false;
  const before = scanner.text[scanner.pos - 1] ?? ' ';
  if (/[\s?]/.test(before) && /^(?:$|[\s;}#])/.test(scanner.peek(1))) return true;
  return before !== '&' && endsBehind(scanner, /^[ \t\r]*(?:$|[\n;}#])/);
}

function endsBehind(scanner: Scanner, end: RegExp): boolean {
  if (!end.test(scanner.text.slice(scanner.pos + 1, scanner.end))) return false;
  return !IN_URL.test(scanner.text.slice(Math.max(0, scanner.pos - URL_LENGTH), scanner.pos));
}
