/**
 * What a run of checks knows about its judge: plain data, made by planJudge in the brain, posted to the check workers.
 * Texts of pages are latin1, one character a byte.
 */
import type { EchoFormat } from './echo.ts';

/** One thing a judge can be asked through a proxy: the request is `path` + nonce. */
export interface Ask {
  readonly secure: boolean;
  /** IP literal without brackets, or a name: what the proxy is asked to connect to. */
  readonly host: string;
  readonly port: number;
  /** The address that answered directly. */
  readonly address: string;
  /** Host header, as a URL has it. */
  readonly authority: string;
  /** The nonce is appended: `/echo/`, `/get?nonce=`. */
  readonly path: string;
  /** Response header names seen directly. */
  readonly responseHeaders: readonly string[];
  /** SHA-256 of the leaf certificate seen directly; null without TLS. */
  readonly fingerprint: string | null;
  /** A ticket of the direct connection, to resume through proxies; null when there was none. */
  readonly session: Uint8Array | null;
}

/** The judge over one scheme. */
export interface JudgeSite {
  readonly echo: Ask;
  readonly format: EchoFormat;
  readonly page: Ask;
  /** The known page, cut where the nonce stands in it: expected = parts joined by the nonce. */
  readonly pageParts: readonly string[];
  /** Request headers as the judge saw them directly, names in lower case. */
  readonly baseline: readonly (readonly [name: string, value: string])[];
}

export interface JudgePlan {
  readonly kind: 'own' | 'refbot' | 'public' | 'none';
  /** What results and summaries call it: `own`, a URL, `none (liveness only)`. */
  readonly label: string;
  readonly http: JudgeSite | null;
  readonly https: JudgeSite | null;
  /** Our address as the judge saw it directly; null when unknown. */
  readonly ownAddress: string | null;
  /** The operator named the judge: its address may be private. */
  readonly trusted: boolean;
  /** Demand that the chain of the certificate is trusted, too (`verify_ssl`; not for our own judge). */
  readonly verifyChain: boolean;
}

export const LIVENESS_LABEL = 'none (liveness only)';

/** No judge at all: proxies are asked for a handshake and can be `answered` at most. */
export const LIVENESS_PLAN: JudgePlan = {
  kind: 'none',
  label: LIVENESS_LABEL,
  http: null,
  https: null,
  ownAddress: null,
  trusted: false,
  verifyChain: false,
};

/** The operator's own page instead of a judge (`--target`). */
export interface TargetPlan {
  readonly kind: 'target';
  readonly label: string;
  readonly ask: Ask;
  readonly trusted: boolean;
}

export type CheckPlan = JudgePlan | TargetPlan;
