/**
 * One download through one proxy: how many bytes a second come, from the first of the page to the last. Runs in the
 * throughput worker. Bytes that are not those of the page are no measurement, however many they are.
 */
import { isIP, type Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { isLocalName, type NetworkPolicy } from '../core/guard.ts';
import type { CheckDefinition } from '../define/check.ts';
import { RefbotError } from '../model/errors.ts';
import type { FailureReason } from '../model/report.ts';
import { dial } from '../net/dial.ts';
import { reasonOfError } from '../net/errno.ts';
import { drive } from '../net/handshake.ts';
import { ResponseReader, type ReadState } from '../net/http-response.ts';
import { urlHost, urlPort } from '../net/request.ts';
import { startTls } from '../net/tls.ts';
import { LoadBytes } from './judge/load.ts';
import { nextNonce } from './nonce.ts';
import { requestTemplate, requestText } from './requests.ts';
import { excerpt } from './tamper.ts';

export interface Download {
  /** Of the proxy. */
  readonly host: string;
  readonly port: number;
  readonly user: string | null;
  readonly password: string | null;
  /** The page; with `nonced` a nonce is appended, from which its bytes follow. */
  readonly url: string;
  readonly nonced: boolean;
  /** Bytes of body that are wanted. */
  readonly bytes: number;
  readonly policy: NetworkPolicy;
  readonly connectTimeoutMs: number;
  /** For everything; what came until then is measured, too. */
  readonly timeoutMs: number;
}

export type Downloaded =
  | { readonly ok: true; readonly kibPerSecond: number }
  | {
      readonly ok: false;
      readonly reason: FailureReason;
      /** With `tampered`: what came instead, `page: …`. */
      readonly changed: string | null;
    };

/** Shorter times are below what the clock and the kernel's buffers can tell apart. */
const LEAST_MS = 1;

/** What has come so far. */
interface Marks {
  askedAt: number;
  firstAt: number;
  lastAt: number;
  /** Bytes that came with the first: they were on their way before the clock was started. */
  first: number;
  bytes: number;
}

/** Never rejects, except with the signal's reason. */
export async function download(task: Download, check: CheckDefinition, signal: AbortSignal): Promise<Downloaded> {
  const marks: Marks = { askedAt: 0, firstAt: 0, lastAt: 0, first: 0, bytes: 0 };
  const deadline = AbortSignal.timeout(Math.max(1, Math.ceil(task.timeoutMs)));
  const until = AbortSignal.any([signal, deadline]);
  let socket: Socket | null = null;
  try {
    socket = await dial({
      host: task.host,
      port: task.port,
      policy: task.policy,
      trusted: isIP(task.host) !== 0 || isLocalName(task.host),
      timeoutMs: Math.min(task.connectTimeoutMs, task.timeoutMs),
      signal: until,
    });
    await receive(socket, task, check, marks, until);
    return { ok: true, kibPerSecond: rateOf(marks) };
  } catch (error) {
    signal.throwIfAborted();
    // A slow one is not a failed one: the share that came says how slow. Who was refused stays so, should the time be over as well.
    if (deadline.aborted && !(error instanceof Refused) && marks.bytes > marks.first) {
      return { ok: true, kibPerSecond: rateOf({ ...marks, lastAt: performance.now() }) };
    }
    const changed = error instanceof Refused ? error.changed : null;
    return { ok: false, reason: reasonFor(error, socket !== null), changed };
  } finally {
    socket?.destroy();
  }
}

/** KiB a second. Where all came at once the time since the question counts: the least it can have been. */
export function rateOf({ askedAt, firstAt, lastAt, first, bytes }: Marks): number {
  const spread = lastAt - firstAt;
  const [counted, ms] =
    bytes > first && spread >= LEAST_MS ? [bytes - first, spread] : [bytes, Math.max(LEAST_MS, lastAt - askedAt)];
  return Math.round((counted / 1024 / (ms / 1_000)) * 10) / 10;
}

class Refused extends Error {
  readonly reason: FailureReason;
  readonly changed: string | null;

  constructor(reason: FailureReason, changed: string | null) {
    super(reason);
    this.reason = reason;
    this.changed = changed;
  }
}

function reasonFor(error: unknown, connected: boolean): FailureReason {
  if (error instanceof Refused) return error.reason;
  if (error instanceof RefbotError) {
    if (error.errorName === 'address-refused') return 'blocked';
    if (error.errorName === 'timeout') return 'connect-timeout';
    return reasonOfError(error.cause ?? error);
  }
  if (error instanceof DOMException) return connected ? 'no-answer' : 'connect-timeout';
  return reasonOfError(error);
}

/** @param at the first byte that is another one @param part what holds it */
function changedLoad(at: number, part: Uint8Array): string {
  if (at > 0) return `page: other from byte ${at + 1} on`;
  return `page: replaced by ${excerpt(Buffer.from(part).toString('latin1'))}`;
}

/** Resolves when all that was wanted has come. */
function receive(
  socket: Socket,
  task: Download,
  check: CheckDefinition,
  marks: Marks,
  signal: AbortSignal,
): Promise<void> {
  const url = new URL(task.url);
  const secure = url.protocol === 'https:';
  const place = { host: urlHost(url), port: urlPort(url), address: isIP(urlHost(url)) === 0 ? null : urlHost(url) };
  const credentials = { user: task.user, password: task.password };
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const failed = (reason: FailureReason, changed: string | null = null): void => reject(new Refused(reason, changed));
  const nonce = task.nonced ? nextNonce() : '';
  const known = task.nonced ? new LoadBytes(nonce) : null;

  const body = (part: Uint8Array): void => {
    // What a refusal says of itself is not the page.
    if (reader.head!.status !== 200) return;
    const wanted = part.subarray(0, task.bytes - marks.bytes);
    marks.lastAt = performance.now();
    if (marks.bytes === 0) [marks.firstAt, marks.first] = [marks.lastAt, wanted.length];
    const at = known?.differsAt(wanted) ?? -1;
    if (at >= 0) failed('tampered', changedLoad(marks.bytes + at, part));
    else marks.bytes += wanted.length;
  };
  const reader = new ResponseReader({ maxBodyBytes: task.bytes, overflow: 'truncate', onBody: body });
  const step = (state: ReadState): void => {
    const { head } = reader;
    if (state === 'failed') return failed(reader.closedEarly ? 'closed' : 'bad-reply');
    if (head === null) return;
    if (head.status !== 200) return failed(head.status === 407 ? 'auth-required' : 'unexpected-page');
    const length = head.headers.find(([name]) => name === 'content-length')?.[1] ?? null;
    if (marks.bytes >= task.bytes) {
      if (task.nonced && length !== null && Number(length) !== task.bytes)
        failed('tampered', `page: ${length} bytes instead of ${task.bytes}`);
      else resolve();
    }
    if (state === 'done' && marks.bytes === 0) failed('unexpected-page');
    else if (state === 'done' && task.nonced)
      failed('tampered', `page: cut after ${marks.bytes} of ${task.bytes} bytes`);
    else if (state === 'done') resolve();
  };
  const feed = (chunk: Buffer): void => step(reader.feed(chunk));
  const closed = (): void => step(reader.end());
  const ask = (stream: Socket | TLSSocket): void => {
    stream.on('data', feed);
    marks.askedAt = performance.now();
    const page = { authority: url.host, path: url.pathname + url.search };
    stream.write(requestText(requestTemplate(page), nonce, check.handshake ? null : credentials), 'latin1');
  };
  const open = (): void => {
    if (!secure) return ask(socket);
    const tls = startTls(socket, place.host, null);
    // The TLS stream tells about the end from here on, after it has handed out what came before.
    socket.off('close', closed);
    tls.on('close', closed);
    tls.on('error', () => failed('tls-failed'));
    tls.once('secureConnect', () => ask(tls));
  };
  const handshake = check.handshake?.(place, credentials) ?? null;
  const shake = (chunk: Uint8Array | null): void => {
    const shaken = drive(handshake!, chunk, (bytes) => socket.write(bytes));
    if (shaken.kind === 'more') return;
    socket.off('data', shake);
    if (shaken.kind === 'failed') failed(shaken.reason);
    else if (shaken.rest.length > 0) failed('bad-reply');
    else open();
  };
  socket.on('error', reject);
  socket.on('close', closed);
  signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  if (signal.aborted) reject(signal.reason);
  else if (handshake === null) ask(socket);
  else {
    socket.on('data', shake);
    shake(null);
  }
  return promise;
}
