/** Reads the Retry-After header of HTTP (RFC 9110 §10.2.3). Pure. */

/**
 * @param header seconds, or a date
 * @param now epoch milliseconds
 * @returns milliseconds to wait, at least 0; null when the header is absent or unreadable
 */
export function retryAfterMs(header: string | null, now: number): number | null {
  if (header === null) return null;
  const text = header.trim();
  if (/^\d{1,10}$/.test(text)) return Number(text) * 1000;
  // A date begins with the name of its day; Date.parse alone would take nearly anything.
  if (!/^(?:mon|tue|wed|thu|fri|sat|sun)/i.test(text)) return null;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}
