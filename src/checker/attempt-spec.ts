/** From what is to be asked to what one connection has to do: handshake, TLS, deadlines, and the request when it is time. Pure; called by tracks. */
import { isLocalName, type NetworkPolicy } from '../core/guard.ts';
import type { CheckDefinition, Credentials, Handshake } from '../define/check.ts';
import type { CheckTask } from '../model/report.ts';
import type { Ask } from './judge-plan.ts';
import { requestText } from './requests.ts';
import type { RunContext } from './run-context.ts';
import type { Tickets } from './tickets.ts';

/** What TLS has to show. */
export interface TlsDemand {
  readonly host: string;
  /** Of the leaf certificate seen directly; null when the host was never reached directly. */
  readonly fingerprint: string | null;
  readonly verifyChain: boolean;
  /** The operator knows that this proxy shows a certificate of its own: it is told, and the reply is read all the same. */
  readonly skip: boolean;
  readonly tickets: Tickets;
}

export interface AttemptSpec {
  /** IP literal of the proxy. */
  readonly address: string;
  readonly port: number;
  readonly policy: NetworkPolicy;
  readonly trusted: boolean;
  readonly handshake: Handshake | null;
  /** Null = plain inside the tunnel. */
  readonly tls: TlsDemand | null;
  readonly connectTimeoutMs: number;
  /** Milliseconds from now within which the reply must be complete. */
  readonly timeoutMs: number;
}

export interface AttemptCase {
  readonly run: RunContext;
  readonly check: CheckDefinition;
  readonly task: CheckTask;
  /** Where the proxy is dialled. */
  readonly address: string;
  /** Null = there is no judge: a handshake is all that is wanted. */
  readonly ask: Ask | null;
  readonly connectTimeoutMs: number;
  readonly timeoutMs: number;
}

/** Asked for where no judge is: nothing answers on the discard port, so any proxy can refuse it quickly. */
const NOWHERE = { host: '127.0.0.1', port: 9, address: '127.0.0.1' } as const;
const NOWHERE_REQUEST = 'GET http://127.0.0.1:9/ HTTP/1.1\r\nHost: 127.0.0.1:9\r\nConnection: close\r\n\r\n';

export function attemptSpec(it: AttemptCase): AttemptSpec {
  const { run, check, task, ask } = it;
  const { options } = run;
  return {
    address: it.address,
    port: task.port,
    policy: options.policy,
    // A literal, and localhost, was admitted by the pool; what other names resolved to is not trusted.
    trusted: it.address === task.host || isLocalName(task.host),
    handshake: check.handshake?.(ask ?? NOWHERE, task) ?? null,
    tls: ask?.secure
      ? {
          host: ask.host,
          fingerprint: ask.fingerprint,
          verifyChain: ask.verifyChain,
          skip: task.tlsSkip === true,
          tickets: run.tickets(ask),
        }
      : null,
    connectTimeoutMs: it.connectTimeoutMs,
    timeoutMs: Math.max(1, it.timeoutMs),
  };
}

/** What is sent when the way is open; null = nothing, an open tunnel is enough. Most connections never get so far. */
export function attemptRequest(
  run: RunContext,
  { handshake }: CheckDefinition,
  ask: Ask | null,
  nonce: string,
  credentials: Credentials,
): string | null {
  if (ask === null) return handshake === null ? NOWHERE_REQUEST : null;
  return requestText(run.template(ask), nonce, handshake === null ? credentials : null);
}
