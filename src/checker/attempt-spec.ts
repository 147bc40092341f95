/** From what is to be asked to what one connection has to do: handshake, TLS, request text, deadlines. Pure; called by tracks. */
import { isLocalName } from '../core/guard.ts';
import type { CheckDefinition, Credentials } from '../define/check.ts';
import type { CheckTask } from '../model/report.ts';
import type { AttemptSpec } from './attempt.ts';
import type { Ask } from './judge-plan.ts';
import { requestText } from './requests.ts';
import type { RunContext } from './run-context.ts';

export interface AttemptCase {
  readonly run: RunContext;
  readonly check: CheckDefinition;
  readonly task: CheckTask;
  /** Where the proxy is dialled. */
  readonly address: string;
  readonly credentials: Credentials;
  /** Null = there is no judge: a handshake is all that is wanted. */
  readonly ask: Ask | null;
  readonly nonce: string;
  readonly connectTimeoutMs: number;
  readonly timeoutMs: number;
}

/** Asked for where no judge is: nothing answers on the discard port, so any proxy can refuse it quickly. */
const NOWHERE = { host: '127.0.0.1', port: 9, address: '127.0.0.1' } as const;
const NOWHERE_REQUEST = 'GET http://127.0.0.1:9/ HTTP/1.1\r\nHost: 127.0.0.1:9\r\nConnection: close\r\n\r\n';

export function attemptSpec(it: AttemptCase): AttemptSpec {
  const { run, check, task, ask, credentials } = it;
  const { options } = run;
  const tunnelled = check.handshake !== null;
  let request: string | null = null;
  if (ask) request = requestText(run.template(ask), it.nonce, tunnelled ? null : credentials);
  else if (!tunnelled) request = NOWHERE_REQUEST;
  return {
    address: it.address,
    port: task.port,
    policy: options.policy,
    // A literal, and localhost, was admitted by the pool; what other names resolved to is not trusted.
    trusted: it.address === task.host || isLocalName(task.host),
    handshake: check.handshake?.(ask ?? NOWHERE, credentials) ?? null,
    tls: ask?.secure
      ? {
          host: ask.host,
          fingerprint: ask.fingerprint,
          verifyChain: ask.verifyChain,
          skip: task.tlsSkip === true,
          session: run.session(ask),
          onSession: (session) => run.keepSession(ask, session),
        }
      : null,
    request,
    connectTimeoutMs: it.connectTimeoutMs,
    timeoutMs: Math.max(1, it.timeoutMs),
  };
}
