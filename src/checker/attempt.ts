/**
 * One connection of a check, from connect to the complete reply: a state machine over one socket. All sockets of the
 * thread read into one buffer, tell their attempt without listeners, and their deadlines live on one wheel, so that ten
 * thousand in flight stay cheap. Says what happened, once; what that means is the owner's business.
 */
import { Socket, type OnReadOpts } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Handshake } from '../define/check.ts';
import { nowMs } from '../lib/now-ms.ts';
import { WheelEntry, type TimerWheel } from '../lib/timer-wheel.ts';
import { RefbotError } from '../model/errors.ts';
import type { OwnLimit } from '../model/pace.ts';
import type { FailureReason } from '../model/report.ts';
import { openSocket } from '../net/dial.ts';
import { ownLimit, reasonOfError } from '../net/errno.ts';
import { drive } from '../net/handshake.ts';
import { ResponseReader, type HttpReply, type ReadState } from '../net/http-response.ts';
import { peerCertificate, startTls } from '../net/tls.ts';
import { wholeReply } from '../net/whole-reply.ts';
import type { AttemptSpec, TlsDemand } from './attempt-spec.ts';
import { changedCertificate } from './tamper.ts';

export type AttemptEnd =
  | {
      readonly kind: 'reply';
      readonly reply: HttpReply;
      readonly latencyMs: number;
      readonly tlsIntact: boolean | null;
    }
  /** The tunnel opened and nothing more was wanted. */
  | { readonly kind: 'open'; readonly latencyMs: number }
  | {
      readonly kind: 'failed';
      readonly reason: FailureReason;
      /** No TCP connection came about. */
      readonly beforeConnect: boolean;
      /** The other side gave a well-formed answer of the protocol. */
      readonly spoke: boolean;
      readonly changed: string | null;
      readonly elapsedMs: number;
    }
  /** This machine is out of descriptors, ports or memory: try again later. */
  | { readonly kind: 'own-limit'; readonly lacking: OwnLimit };

export interface AttemptOwner {
  /** @param connectMs since the connection was begun */
  onConnected(attempt: Attempt, connectMs: number): void;
  /** What is sent now that the way is open; null = nothing, an open tunnel is enough. */
  requestOf(attempt: Attempt): string | null;
  onEnd(attempt: Attempt, end: AttemptEnd): void;
}

type Phase = 'idle' | 'connect' | 'handshake' | 'tls' | 'reply' | 'ended';

/** Bytes of body that are read; longer ones are cut and differ from every known page anyway. */
export const MAX_BODY_BYTES = 64 * 1024;
const READING = { maxBodyBytes: MAX_BODY_BYTES, overflow: 'truncate' } as const;

/** Consumed inside the callback, so one is enough for the thread. */
const SHARED = Buffer.allocUnsafe(64 * 1024);
const ONREAD = {
  buffer: SHARED,
  callback(this: CheckSocket, length: number): boolean {
    this.attempt.read(SHARED, length);
    return true;
  },
} as unknown as OnReadOpts;

/** Tells its attempt what happens. Listeners for that would take 140 bytes of each of ten thousand. */
class CheckSocket extends Socket {
  readonly attempt: Attempt;

  constructor(attempt: Attempt) {
    super({ onread: ONREAD });
    this.attempt = attempt;
  }

  override emit(event: string | symbol, ...args: unknown[]): boolean {
    if (event === 'connect') this.attempt.connected();
    else if (event === 'end' || event === 'close') this.attempt.socketEnded();
    else if (event === 'error') {
      this.attempt.broken(args[0] as Error);
      if (this.listenerCount('error') === 0) return true; // nobody but TLS has one, and without any it would be thrown
    }
    return super.emit(event as string, ...args);
  }
}

export class Attempt extends WheelEntry {
  readonly #owner: AttemptOwner;
  readonly #wheel: TimerWheel;
  readonly #spec: AttemptSpec;
  #phase: Phase = 'idle';
  #startedAt = 0;
  /** From the start until the reply must be complete; whole, so that it is no object of its own. */
  #withinMs = 0;
  #socket: Socket | null = null;
  #secure: TLSSocket | null = null;
  #tlsIntact: boolean | null = null;
  #reader: ResponseReader | null = null;

  constructor(owner: AttemptOwner, wheel: TimerWheel, spec: AttemptSpec) {
    super();
    this.#owner = owner;
    this.#wheel = wheel;
    this.#spec = spec;
  }

  /** Waits for the other side's answer and has not got a byte of it that makes sense. */
  get silent(): boolean {
    return this.#phase === 'handshake' || (this.#phase === 'reply' && this.#reader === null);
  }

  /** @param now monotonic milliseconds */
  start(now: number): void {
    const spec = this.#spec;
    this.#startedAt = now;
    this.#withinMs = Math.ceil(spec.timeoutMs);
    this.#phase = 'connect';
    try {
      this.#socket = openSocket(spec.address, spec.port, spec.policy, spec.trusted, () => new CheckSocket(this));
      this.#wheel.arm(this, Math.min(spec.connectTimeoutMs, spec.timeoutMs), now);
    } catch (error) {
      this.#fail(error instanceof RefbotError ? 'blocked' : reasonOfError(error));
    }
  }

  /** Gives up without a word to the owner. */
  cancel(): void {
    this.#close();
  }

  /** Leaves at most so much time to connect, counted from the start. */
  limitConnect(withinMs: number): void {
    if (this.#phase !== 'connect' || withinMs >= Math.min(this.#spec.connectTimeoutMs, this.#spec.timeoutMs)) return;
    this.#wheel.arm(this, Math.max(0, this.#startedAt + withinMs - nowMs()));
  }

  /** Leaves at most so much time from now on. */
  hurry(withinMs: number): void {
    if (this.#phase === 'ended' || this.#phase === 'connect' || this.#phase === 'idle') return;
    const fromStartMs = Math.ceil(nowMs() - this.#startedAt + withinMs);
    if (fromStartMs >= this.#withinMs) return;
    this.#withinMs = fromStartMs;
    this.#wheel.arm(this, withinMs);
  }

  override onDue(): void {
    this.#fail(this.#phase === 'connect' ? 'connect-timeout' : 'no-answer');
  }

  /** For the socket only. */
  connected(): void {
    if (this.#phase !== 'connect') return;
    const now = nowMs();
    this.#wheel.arm(this, this.#startedAt + this.#withinMs - now, now);
    const handshake = this.#spec.handshake;
    if (handshake === null) this.#ask();
    else {
      this.#phase = 'handshake';
      this.#shake(handshake, null);
    }
    if (this.#phase !== ('ended' as Phase)) this.#owner.onConnected(this, now - this.#startedAt);
  }

  /** For the shared buffer only: what is in it is read before this returns. */
  read(chunk: Buffer, length: number): void {
    if (this.#phase === 'handshake') this.#shake(this.#spec.handshake!, chunk.subarray(0, length));
    else if (this.#phase === 'reply') this.#readReply(chunk, length);
  }

  /** For the socket only: the other side has closed. TLS tells about that itself, after it has handed out what came before. */
  socketEnded(): void {
    if (this.#secure === null) this.#ended();
  }

  #ended(): void {
    if (this.#phase === 'ended') return;
    if (this.#phase === 'reply' && this.#reader) this.#reply(this.#reader.end());
    else this.#fail(this.#phase === 'tls' ? 'tls-failed' : 'closed');
  }

  /** For the socket only. */
  broken(error: Error): void {
    if (this.#phase === 'ended') return;
    const lacking = ownLimit(error, this.#spec.address);
    if (lacking !== null) this.#end({ kind: 'own-limit', lacking });
    else if (this.#phase === 'tls') this.#fail('tls-failed');
    else this.#fail(reasonOfError(error));
  }

  #shake(handshake: Handshake, chunk: Uint8Array | null): void {
    const step = drive(handshake, chunk, (bytes) => this.#socket!.write(bytes));
    if (step.kind === 'more') return;
    if (step.kind === 'failed') {
      this.#fail(step.reason, step.spoke);
      return;
    }
    // Behind a tunnel waits a server that speaks when it is spoken to: early bytes are somebody else's.
    if (step.rest.length > 0) this.#fail('bad-reply');
    else if (this.#spec.tls) this.#startTls(this.#spec.tls);
    else this.#ask();
  }

  #startTls(demand: TlsDemand): void {
    this.#phase = 'tls';
    const socket = this.#socket!;
    socket.setNoDelay(true); // the request follows the end of the handshake at once
    const { tickets } = demand;
    const ticket = tickets.next();
    const secure = startTls(socket, demand.host, ticket);
    this.#secure = secure;
    secure.on('error', (error) => this.broken(error));
    secure.on('close', () => this.#ended());
    secure.on('session', (session: Buffer) => {
      if (this.#tlsIntact) tickets.keep(session);
    });
    secure.once('secureConnect', () => {
      if (this.#phase !== 'tls') return;
      // Whoever resumes holds the ticket key of the judge; whoever shows its certificate has proved to hold its key.
      const isResumed = secure.isSessionReused();
      const certificate = isResumed ? null : peerCertificate(secure);
      if (isResumed) this.#tlsIntact = true;
      else if (demand.fingerprint !== null) this.#tlsIntact = certificate?.fingerprint === demand.fingerprint;
      if (ticket !== null && this.#tlsIntact === true) tickets.presented(isResumed);
      if (this.#tlsIntact === false && !demand.skip) {
        this.#fail('tls-untrusted', true, changedCertificate(certificate, null));
        return;
      }
      if (demand.verifyChain && !demand.skip && !secure.authorized) {
        this.#fail('tls-untrusted', true, changedCertificate(certificate, String(secure.authorizationError)));
        return;
      }
      secure.on('data', (chunk: Buffer) => this.read(chunk, chunk.length));
      secure.on('end', () => this.#ended());
      this.#ask();
    });
  }

  #ask(): void {
    const request = this.#owner.requestOf(this);
    if (request === null) {
      this.#end({ kind: 'open', latencyMs: nowMs() - this.#startedAt });
      return;
    }
    this.#phase = 'reply';
    (this.#secure ?? this.#socket!).write(request, 'latin1');
  }

  #readReply(chunk: Buffer, length: number): void {
    const whole = this.#reader === null ? wholeReply(chunk, length, MAX_BODY_BYTES) : null;
    if (whole !== null) this.#replied(whole);
    else this.#reply((this.#reader ??= new ResponseReader(READING)).feed(chunk, length));
  }

  #reply(state: ReadState): void {
    if (state === 'more') return;
    const reader = this.#reader!;
    if (state === 'done') this.#replied(reader.reply());
    else this.#fail(reader.closedEarly ? 'closed' : 'bad-reply', reader.sawHead);
  }

  #replied(reply: HttpReply): void {
    this.#end({ kind: 'reply', reply, latencyMs: nowMs() - this.#startedAt, tlsIntact: this.#tlsIntact });
  }

  #fail(reason: FailureReason, spoke = false, changed: string | null = null): void {
    this.#end({
      kind: 'failed',
      reason,
      beforeConnect: this.#phase === 'connect',
      spoke,
      changed,
      elapsedMs: nowMs() - this.#startedAt,
    });
  }

  #end(end: AttemptEnd): void {
    if (this.#phase === 'ended') return;
    this.#close();
    this.#owner.onEnd(this, end);
  }

  #close(): void {
    this.#phase = 'ended';
    this.#wheel.disarm(this);
    this.#secure?.destroy();
    this.#socket?.destroy();
    this.#secure = null;
    this.#socket = null;
    this.#reader = null;
  }
}
