/**
 * What a page of the operator's own is known by, in the state and by whoever asks for it: its URL; where that holds keys or
 * passwords, the masked one and a digest. Neither the state nor a backup needs to know them to tell two pages apart. Pure.
 */
import { maskSecrets } from '../lib/safe-text.ts';

/** No URL has a blank, and what masks secrets ends at one. */
const DIGEST = ' #';
const DIGITS = 16;

/** @param url a URL, or the key of one, which stays as it is */
export function pageKey(url: string): string {
  const shown = maskSecrets(url);
  if (shown === url) return url;
  // Loaded with the first page that has a secret: it takes a start as long as thirty modules.
  const { createHash } = process.getBuiltinModule('node:crypto');
  return `${shown}${DIGEST}${createHash('sha256').update(url).digest('hex').slice(0, DIGITS)}`;
}

/** The URL for eyes: keys and passwords in it are masked. */
export function shownOf(key: string): string {
  return key.split(DIGEST, 1)[0]!;
}
