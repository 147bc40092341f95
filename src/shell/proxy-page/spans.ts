/** Times on a proxy's page as distances from now: what passes while it is looked at is told without tenths of a second. */
import { wholeDuration } from '../paint/figures.ts';

/** @param at ISO 8601; null gives the word for never */
export function agoText(at: string | null, now: number, never = 'never'): string {
  return at === null ? never : `${wholeDuration(now - Date.parse(at))} ago`;
}

/** @param at ISO 8601; what is past is due */
export function inText(at: string, now: number): string {
  const ms = Date.parse(at) - now;
  return ms <= 0 ? 'now' : `in ${wholeDuration(ms)}`;
}

/** `2026-01-02`, local. @param at ISO 8601 */
export function dateText(at: string): string {
  const date = new Date(at);
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
