/**
 * Small numbers for the words in the columns: failure reasons, countries and protocol results. The numbers live in
 * memory only; whatever is stored in a file carries the words, so that their order may change between versions.
 */
import type { FailureReason, ProtocolResult } from '../model/report.ts';
import { FAILURE_REASONS } from '../model/report.ts';

export const REASONS = Object.keys(FAILURE_REASONS) as readonly FailureReason[];
const REASON_CODE = new Map<string, number>(REASONS.map((reason, i) => [reason, i + 1]));
/** More than any country code. */
export const COUNTRY_CODES = 26 * 26 + 1;

/** @returns 0 for anything that is no reason */
export function reasonCode(reason: string | null): number {
  return reason === null ? 0 : (REASON_CODE.get(reason) ?? 0);
}

export function reasonOf(code: number): FailureReason | null {
  return REASONS[code - 1] ?? null;
}

/** @returns 0 for anything that is not two letters */
export function countryCode(country: string | null): number {
  if (country === null || country.length !== 2) return 0;
  const first = letterOf(country.charCodeAt(0));
  const second = letterOf(country.charCodeAt(1));
  return first < 0 || second < 0 ? 0 : first * 26 + second + 1;
}

/** From 0 to 25, whatever its case; -1 for anything else. */
function letterOf(code: number): number {
  const letter = (code | 32) - 97;
  return letter >= 0 && letter < 26 ? letter : -1;
}

export function countryOf(code: number): string | null {
  return COUNTRIES[code] ?? null;
}

const COUNTRIES: readonly (string | null)[] = Array.from({ length: COUNTRY_CODES }, (_, code) =>
  code === 0 ? null : String.fromCharCode(65 + Math.floor((code - 1) / 26), 65 + ((code - 1) % 26)),
);

const OUTCOMES = ['failed', 'answered', 'confirmed'] as const satisfies readonly ProtocolResult['outcome'][];
type Outcome = (typeof OUTCOMES)[number];

export function outcomeOf(text: string | undefined): Outcome | null {
  return OUTCOMES.find((outcome) => outcome === text) ?? null;
}

/** The last result of one protocol in eight bits: outcome + 1 in the low two, the reason above; 0 = never tried. */
export function resultCode(outcome: Outcome, reason: string | null): number {
  return (OUTCOMES.indexOf(outcome) + 1) | (reasonCode(reason) << 2);
}

export function resultOf(code: number): { readonly outcome: Outcome; readonly reason: FailureReason | null } | null {
  const outcome = OUTCOMES[(code & 3) - 1];
  return outcome === undefined ? null : { outcome, reason: reasonOf(code >>> 2) };
}

/** The eight bits of the protocol at this index of PROTOCOLS. */
export function resultAt(results: number, protocolIndex: number): number {
  return (results >>> (8 * protocolIndex)) & 255;
}

export function withResult(results: number, protocolIndex: number, code: number): number {
  return ((results & ~(255 << (8 * protocolIndex))) | (code << (8 * protocolIndex))) >>> 0;
}
