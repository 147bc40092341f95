/** Which checks the bench of the check compares, and where its other side listens. Shared by the bench and its processes. */

/** `https` is CONNECT with a full TLS handshake on every connection, `https-resumed` with the ticket of an earlier one. */
export const KINDS = ['http', 'socks5', 'https', 'https-resumed'] as const;
export type Kind = (typeof KINDS)[number];

/** How many checks every client has in flight. */
export const IN_FLIGHT = 100;

/** What the upstream process prints when it is ready. */
export interface Ports {
  /** Every 127.b.c.d is a proxy on this port. */
  readonly proxy: number;
  /** The judge by kind of check. That of `https` gives tickets that nobody can resume. */
  readonly judge: Readonly<Record<Kind, number>>;
  /** Where it says what it is; each knows only the site of its kind, so that nothing else is checked beside it. */
  readonly about: Readonly<Record<Kind, number>>;
}

export function aboutUrl(kind: Kind, ports: Ports): string {
  return `http://127.0.0.1:${ports.about[kind]}`;
}

/** One way to check proxies, in a process of its own. */
export interface CheckClient {
  /** Makes so many checks of two requests each. @throws when one is not confirmed */
  check(times: number): Promise<void>;
  stop(): Promise<void>;
}

/** What a file of clients/ exports by default. */
export type MakeClient = (kind: Kind, ports: Ports) => Promise<CheckClient>;

/** What a round cost: CPU of the client's process alone, user and system, all threads. */
export interface Cost {
  readonly cpuUs: number;
  readonly ms: number;
}
