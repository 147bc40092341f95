/**
 * What a list parser hands to the pool: packed columns, so that a list of a million lines crosses from the harvest
 * worker to the brain as a few transferred buffers instead of a million objects.
 */

/** A candidate that does not fit the packed columns: IPv6, a host name, or credentials. */
export interface OddCandidate {
  /** Its place in the columns. */
  readonly index: number;
  readonly host: string;
  readonly user?: string;
  readonly password?: string;
}

/**
 * Candidates of one list, duplicates within it included (the pool counts them as known).
 * `ipv4[i]` is the address as an unsigned 32-bit number (a.b.c.d = a·2²⁴ + …); 0 where `odd` holds the host.
 */
export interface CandidateBatch {
  readonly count: number;
  readonly ipv4: Uint32Array;
  readonly port: Uint16Array;
  /** Claimed protocols as a set; 0 = the list did not say. */
  readonly protocols: Uint8Array;
  /** Ascending by `index`. */
  readonly odd: readonly OddCandidate[];
}

/** One entry of a list that was not taken, and why. */
export interface Refusal {
  /** 1-based line of the text (for JSON and other one-line formats: the 1-based number of the entry). */
  readonly line: number;
  /** The entry, made safe and cut to 120 characters; a password in it is masked. */
  readonly text: string;
  readonly reason: string;
}

/** Refusals kept per list; the count goes on. */
export const MAX_REFUSALS = 100;

export interface ParsedList {
  readonly batch: CandidateBatch;
  /** Entries seen: candidates + refused. Blank lines, comments and headers are no entries. */
  readonly read: number;
  readonly refused: number;
  readonly refusals: readonly Refusal[];
  /** Which reader understood the text: plain, csv, json, ndjson, html, xml, yaml, pac. */
  readonly format: string;
}
