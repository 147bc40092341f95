/** The time of day as `12:21:09`, local. Made by hand: the locale's formatter costs milliseconds at its first use. */
export function clockTime(epochMs: number): string {
  const date = new Date(epochMs);
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}
