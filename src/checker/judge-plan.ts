/**
 * What a run of checks knows about its judge: plain data, made by planJudge in the brain, posted to the check workers.
 * Texts of pages are latin1, one character a byte.
 */
import type { HeaderField } from '../net/http-head.ts';
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
  /** Response headers seen directly, names in lower case. */
  readonly responseHeaders: readonly HeaderField[];
  /** SHA-256 of the leaf certificate seen directly; null without TLS. */
  readonly fingerprint: string | null;
  /** A ticket of the direct connection, to resume through proxies; null when there was none. */
  readonly session: Uint8Array | null;
  /** Demand that the chain of its certificate is trusted, too (`verify_ssl`; not for judges of ours). */
  readonly verifyChain: boolean;
}

/** The judge over one scheme. */
export interface JudgeSite {
  readonly echo: Ask;
  readonly format: EchoFormat;
  /** What confirms, of another host where there is one. */
  readonly page: Ask;
  /** The known page, cut where the nonce stands in it: expected = parts joined by the nonce. */
  readonly pageParts: readonly string[];
  /** The confirming host has no known page but is another judge: it echoes in this format. Null = it has a page. */
  readonly pageFormat: EchoFormat | null;
  /** Request headers as the judge saw them directly, names in lower case. */
  readonly baseline: readonly HeaderField[];
  /** It sees everybody at the address of a server before it: what hangs on who asks is unknown. */
  readonly hidesCallers: boolean;
}

export interface JudgePlan {
  /** `public`: one that is asked is not RefBot's; `none`: nobody is. */
  readonly kind: 'own' | 'refbot' | 'public' | 'none';
  /** What results and summaries call it: `own`, a URL, `URL, confirmed by URL`, `none (liveness only)`. */
  readonly label: string;
  /** What the operator should know of the choice: a second judge that does not answer, one that does not see who asks, no judge at all. */
  readonly notes: readonly string[];
  readonly http: JudgeSite | null;
  readonly https: JudgeSite | null;
  /** Every address known to be ours, IPv4 and IPv6, canonical: what judges saw directly, and global ones of this machine. */
  readonly ownAddresses: readonly string[];
  /** The operator named the judge: its address may be private. */
  readonly trusted: boolean;
}

export const LIVENESS_LABEL = 'none (liveness only)';

/** No judge at all: proxies are asked for a handshake and can be `answered` at most. */
export const LIVENESS_PLAN: JudgePlan = {
  kind: 'none',
  label: LIVENESS_LABEL,
  notes: ['no judge answers: proxies are asked for a handshake only, and none can be confirmed'],
  http: null,
  https: null,
  ownAddresses: [],
  trusted: false,
};

/** The operator's own page instead of a judge (`--target`). */
export interface TargetPlan {
  readonly kind: 'target';
  readonly label: string;
  readonly ask: Ask;
  readonly trusted: boolean;
}

export type CheckPlan = JudgePlan | TargetPlan;
