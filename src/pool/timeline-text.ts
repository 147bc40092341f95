/**
 * The latest checks of a proxy as a short text for the state file: two to five bytes an entry, in base64. Words have
 * numbers of their own here, because those of codes.ts may change between versions. Used by the fields of an image.
 */
import { protocolSet, PROTOCOLS } from '../model/proxy.ts';
import type { FailureReason } from '../model/report.ts';
import { resultCode, resultOf } from './codes.ts';
import { CODE_SHIFT, LATENCY_SHIFT, LONGEST, TIMELINE_KEPT, WORDS } from './timelines.ts';

/** Numbers of reasons in files, for ever: a new one takes the next, none is used again. 0 = none. */
const STORED: Readonly<Record<FailureReason, number>> = {
  refused: 1,
  'connect-timeout': 2,
  unreachable: 3,
  unresolved: 4,
  reset: 5,
  closed: 6,
  'no-answer': 7,
  'bad-reply': 8,
  'auth-required': 9,
  denied: 10,
  tampered: 11,
  'tls-failed': 12,
  'tls-untrusted': 13,
  'not-a-proxy': 14,
  'unexpected-page': 15,
  'judge-down': 16,
  blocked: 17,
  cancelled: 18,
};
/**
 * The head of an entry is one byte: whether it is older than the entry after it, the protocols, the outcome. What
 * follows: how many seconds it is older, twice (odd where the clock was set back); the reason of one that has one; the
 * latency of one that did not fail, in the unit of the columns.
 */
const OUTCOMES = ['confirmed', 'answered', 'answered', 'failed'] as const;
/** Answered, and what the confirming request failed at. */
const ANSWERED_WITH_REASON = 2;
const FAILED = 3;
const OUTCOME_SHIFT = PROTOCOLS.length + 1;
const ALL = protocolSet(PROTOCOLS);
const CODE_MASK = 2 ** (LATENCY_SHIFT - CODE_SHIFT) - 1;
const U32 = 2 ** 32 - 1;
/** By result code: the outcome in its place of the head, and the number of the reason. */
const HEAD_OF_CODE = new Uint8Array(CODE_MASK + 1);
const STORED_OF_CODE = new Uint8Array(CODE_MASK + 1);
for (let code = 0; code <= CODE_MASK; code += 1) {
  const result = resultOf(code);
  if (result === null) continue;
  const { outcome, reason } = result;
  const kind = outcome === 'failed' ? FAILED : reason === null ? OUTCOMES.indexOf(outcome) : ANSWERED_WITH_REASON;
  HEAD_OF_CODE[code] = kind << OUTCOME_SHIFT;
  STORED_OF_CODE[code] = reason === null ? 0 : STORED[reason];
}
/** By outcome of a head and number of a reason: the result code; 0 = none of this version. */
const CODES_A_KIND = 32;
const CODE_OF = new Uint8Array(OUTCOMES.length * CODES_A_KIND);
for (const [kind, outcome] of OUTCOMES.entries()) {
  if (kind < ANSWERED_WITH_REASON) CODE_OF[kind * CODES_A_KIND] = resultCode(outcome, null);
  else {
    CODE_OF[kind * CODES_A_KIND] = resultCode(outcome, null);
    for (const [reason, number] of Object.entries(STORED))
      CODE_OF[kind * CODES_A_KIND + number] = resultCode(outcome, reason);
  }
}
/** Of an entry: a head, a time, a reason and a latency at their longest. */
const MOST_BYTES = TIMELINE_KEPT * 12;
/** More are not looked at. */
const MOST_LETTERS = MOST_BYTES * 2;
const letters = new Uint8Array(MOST_LETTERS);

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const NO_LETTER = 255;
const PAD = 0x3d;
const SIX_BITS = new Uint8Array(128).fill(NO_LETTER);
for (let six = 0; six < LETTERS.length; six += 1) SIX_BITS[LETTERS.charCodeAt(six)] = six;

/** What {@link writeTimeline} wrote last. */
export const timelineBytes = Buffer.allocUnsafe(MOST_BYTES);
const bytes = timelineBytes;

/**
 * @param packed as `Timelines.packed` gives it
 * @param checkedAt epoch milliseconds of the last check: what the newest time is told from
 */
export function timelineText(packed: readonly number[], checkedAt: number): string {
  return bytes.toString('base64', 0, writeTimeline(packed, packed.length, checkedAt));
}

/** The bytes of {@link timelineText} into {@link timelineBytes}. @param count how many numbers count @returns how many bytes */
export function writeTimeline(packed: ArrayLike<number>, count: number, checkedAt: number): number {
  let at = 0;
  let seconds = Math.floor(checkedAt / 1_000);
  for (let i = count - WORDS; i >= 0; i -= WORDS) {
    const facts = packed[i + 1]!;
    const head = HEAD_OF_CODE[(facts >>> CODE_SHIFT) & CODE_MASK]!;
    const kind = head >>> OUTCOME_SHIFT;
    const older = seconds - packed[i]!;
    seconds = packed[i]!;
    bytes[at++] = head | ((facts & ALL) << 1) | (older === 0 ? 0 : 1);
    if (older !== 0) at = put(at, older > 0 ? older * 2 : -older * 2 - 1);
    if (kind >= ANSWERED_WITH_REASON) bytes[at++] = STORED_OF_CODE[(facts >>> CODE_SHIFT) & CODE_MASK]!;
    if (kind !== FAILED) at = put(at, facts >>> LATENCY_SHIFT);
  }
  return at;
}

/** A number of seven bits a byte, the lowest first. @returns where the next one goes */
function put(from: number, value: number): number {
  let at = from;
  let left = value;
  for (; left > 127; left = Math.floor(left / 128)) bytes[at++] = (left % 128) | 128;
  bytes[at++] = left;
  return at;
}

/** Where {@link take} reads next, and where the bytes end. */
let next = 0;
let end = 0;
const numbers = new Uint32Array(TIMELINE_KEPT * WORDS);

/** @returns as {@link timelineText} took it; of a text that is no good what comes before the damage */
export function timelineOf(text: string, checkedAt: number): number[] {
  const length = Math.min(text.length, MOST_LETTERS);
  for (let at = 0; at < length; at += 1) letters[at] = Math.min(NO_LETTER, text.charCodeAt(at));
  // Other letters: Node knows best what whoever wrote them meant.
  if (!decode(letters, 0, length)) end = bytes.write(text.slice(0, MOST_LETTERS), 'base64');
  return [...numbers.subarray(0, entriesInto(numbers, 0, checkedAt))];
}

/**
 * The same from the letters themselves, where they are those of base64, into an array with room for {@link TIMELINE_KEPT}
 * entries. @returns how many numbers; -1 for other letters
 */
export function readTimeline(
  text: Uint8Array,
  from: number,
  to: number,
  checkedAt: number,
  into: Uint32Array,
  at: number,
): number {
  return decode(text, from, to) ? entriesInto(into, at, checkedAt) : -1;
}

/** Entries of the decoded bytes. @returns how many numbers */
function entriesInto(into: Uint32Array, at: number, checkedAt: number): number {
  next = 0;
  let count = 0;
  let seconds = Math.floor(checkedAt / 1_000);
  while (next < end && count < TIMELINE_KEPT * WORDS) {
    const head = take();
    const kind = head >>> OUTCOME_SHIFT;
    const older = (head & 1) === 0 ? 0 : take();
    seconds -= older % 2 === 1 ? -(older + 1) / 2 : older / 2;
    const reason = kind === ANSWERED_WITH_REASON || kind === FAILED ? take() : 0;
    const latency = kind === FAILED ? 0 : take();
    if (kind >= OUTCOMES.length || !(seconds >= 0 && seconds <= U32 && latency <= LONGEST)) break;
    const protocols = (head >>> 1) & ALL;
    const code = reason < CODES_A_KIND ? CODE_OF[kind * CODES_A_KIND + reason]! : 0;
    // A reason of another version.
    if (code === 0 || protocols === 0) continue;
    // The newest stands first in the text, and last here.
    into[at + count] = ((latency << LATENCY_SHIFT) | (code << CODE_SHIFT) | protocols) >>> 0;
    into[at + count + 1] = seconds;
    count += WORDS;
  }
  for (let low = at, high = at + count - 1; low < high; low += 1, high -= 1) {
    const number = into[low]!;
    into[low] = into[high]!;
    into[high] = number;
  }
  return count;
}

/** NaN where the text ends too early, or a number is longer than any that was written. */
function take(): number {
  let value = 0;
  for (let scale = 1; next < end && scale <= U32; scale *= 128) {
    const byte = bytes[next++]!;
    value += (byte & 127) * scale;
    if (byte < 128) return value;
  }
  return Number.NaN;
}

/** Base64 into {@link bytes}: most texts are eight letters, and a call of Node's for each costs more than all of them. @returns whether it is base64 */
function decode(text: Uint8Array, from: number, to: number): boolean {
  let count = 0;
  let bits = 0;
  let value = 0;
  for (let at = from; at < to && count < MOST_BYTES; at += 1) {
    const letter = text[at]!;
    const six = letter < SIX_BITS.length ? SIX_BITS[letter]! : NO_LETTER;
    if (six === NO_LETTER) {
      if (letter === PAD && at >= to - 2) break;
      return false;
    }
    value = ((value << 6) | six) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[count++] = value >>> bits;
  }
  end = count;
  return true;
}
