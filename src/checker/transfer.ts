/**
 * One page on its way through one proxy, from the first word to the proxy to the last byte of the page: a machine that is
 * told what happens and comes to one end, whatever happens after it. Made by the throughput client, which dials.
 */
import { isIP, type Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { CheckDefinition, Handshake, TunnelTarget } from '../define/check.ts';
import type { FailureReason } from '../model/report.ts';
import { reasonOfError } from '../net/errno.ts';
import { drive } from '../net/handshake.ts';
import { ResponseReader, type ReadState } from '../net/http-response.ts';
import { urlHost, urlPort } from '../net/request.ts';
import { startTls } from '../net/tls.ts';
import { LoadBytes } from './judge/load.ts';
import { nextNonce } from './nonce.ts';
import { requestTemplate, requestText } from './requests.ts';
import { excerpt } from './tamper.ts';

/** What is to come. */
export interface Page {
  /** With `nonced` a nonce is appended, from which its bytes follow. */
  readonly url: string;
  readonly nonced: boolean;
  /** Bytes of body that are wanted. */
  readonly bytes: number;
  /** For the proxy. */
  readonly user: string | null;
  readonly password: string | null;
}

/** What has come so far; times in milliseconds. */
export interface Marks {
  askedAt: number;
  firstAt: number;
  lastAt: number;
  /** Bytes that came with the first: they were on their way before the clock was started. */
  first: number;
  bytes: number;
}

export type TransferEnd =
  /** All that was wanted. */
  | { readonly kind: 'whole' }
  /** The time is over, or nobody wants it any more. */
  | { readonly kind: 'stopped' }
  | {
      readonly kind: 'refused';
      readonly reason: FailureReason;
      /** With `tampered`: what came instead, `page: …`. */
      readonly changed: string | null;
    };

/** Whom it hears next: the proxy about the tunnel, the other end about TLS, the page; nobody. */
type Stage = 'tunnel' | 'tls' | 'page' | 'over';

export class Transfer {
  readonly marks: Marks = { askedAt: 0, firstAt: 0, lastAt: 0, first: 0, bytes: 0 };
  readonly #page: Page;
  readonly #url: URL;
  readonly #socket: Socket;
  readonly #now: () => number;
  readonly #handshake: Handshake | null;
  readonly #nonce: string;
  /** The bytes that are due; null where nobody knows them in advance. */
  readonly #known: LoadBytes | null;
  readonly #reader: ResponseReader;
  readonly #end = Promise.withResolvers<TransferEnd>();
  #stage: Stage = 'tunnel';
  /** Bytes of body behind those that are wanted. */
  #extra = 0;

  /**
   * @param socket connected; whoever dialled it closes it
   * @param now milliseconds from any start
   */
  constructor(page: Page, check: CheckDefinition, socket: Socket, now: () => number) {
    this.#page = page;
    this.#url = new URL(page.url);
    this.#socket = socket;
    this.#now = now;
    this.#handshake = check.handshake?.(targetOf(this.#url), page) ?? null;
    this.#nonce = page.nonced ? nextNonce() : '';
    this.#known = page.nonced ? new LoadBytes(this.#nonce) : null;
    this.#reader = new ResponseReader({
      maxBodyBytes: page.bytes,
      overflow: 'truncate',
      onBody: (part) => this.#onBody(part),
    });
  }

  /** How it ended; never rejects. */
  get ended(): Promise<TransferEnd> {
    return this.#end.promise;
  }

  start(): void {
    this.#socket.on('error', (error) => this.#refuse(reasonOfError(error)));
    this.#socket.on('close', this.#onClosed);
    if (this.#handshake === null) this.#ask(this.#socket);
    else {
      this.#socket.on('data', this.#onTunnel);
      this.#onTunnel(null);
    }
  }

  stop(): void {
    this.#over({ kind: 'stopped' });
  }

  /** @param chunk null = nothing was said yet */
  readonly #onTunnel = (chunk: Uint8Array | null): void => {
    if (this.#stage !== 'tunnel') return;
    const step = drive(this.#handshake!, chunk, (bytes) => this.#socket.write(bytes));
    if (step.kind === 'more') return;
    this.#socket.off('data', this.#onTunnel);
    if (step.kind === 'failed') this.#refuse(step.reason);
    else if (step.rest.length > 0) this.#refuse('bad-reply');
    else if (this.#url.protocol === 'https:') this.#encrypt();
    else this.#ask(this.#socket);
  };

  #encrypt(): void {
    this.#stage = 'tls';
    const tls = startTls(this.#socket, urlHost(this.#url), null);
    // The TLS stream tells about the end from here on, after it has handed out what came before.
    this.#socket.off('close', this.#onClosed);
    tls.on('close', this.#onClosed);
    tls.on('error', () => this.#refuse('tls-failed'));
    tls.once('secureConnect', () => this.#ask(tls));
  }

  #ask(stream: Socket | TLSSocket): void {
    if (this.#stage === 'over') return;
    this.#stage = 'page';
    stream.on('data', (chunk: Buffer) => {
      if (this.#stage === 'page') this.#onRead(this.#reader.feed(chunk));
    });
    this.marks.askedAt = this.#now();
    const template = requestTemplate({ authority: this.#url.host, path: this.#url.pathname + this.#url.search });
    stream.write(requestText(template, this.#nonce, this.#handshake === null ? this.#page : null), 'latin1');
  }

  readonly #onClosed = (): void => {
    if (this.#stage !== 'over') this.#onRead(this.#reader.end());
  };

  #onBody(part: Uint8Array): void {
    const { marks } = this;
    // What a refusal says of itself is not the page.
    if (this.#stage !== 'page' || this.#reader.head!.status !== 200) return;
    const wanted = part.subarray(0, this.#page.bytes - marks.bytes);
    this.#extra += part.length - wanted.length;
    if (wanted.length === 0) return;
    marks.lastAt = this.#now();
    if (marks.bytes === 0) [marks.firstAt, marks.first] = [marks.lastAt, wanted.length];
    const at = this.#known?.differsAt(wanted) ?? -1;
    if (at >= 0) this.#refuse('tampered', changedLoad(marks.bytes + at, part));
    else marks.bytes += wanted.length;
  }

  /** So much of the reply was read. */
  #onRead(state: ReadState): void {
    const { head, closedEarly } = this.#reader;
    if (state === 'failed') this.#refuse(closedEarly ? 'closed' : 'bad-reply');
    else if (head === null) return;
    else if (head.status !== 200) this.#refuse(head.status === 407 ? 'auth-required' : 'unexpected-page');
    else if (this.marks.bytes >= this.#page.bytes) this.#complete(state);
    else if (state === 'done') this.#short();
  }

  /** All that was wanted is there. A page whose bytes are known has none behind them, so that one is read to its end. */
  #complete(state: ReadState): void {
    const { bytes, nonced } = this.#page;
    const length = this.#reader.head!.headers.find(([name]) => name === 'content-length')?.[1] ?? null;
    if (nonced && length !== null && Number(length) !== bytes)
      this.#refuse('tampered', `page: ${length} bytes instead of ${bytes}`);
    else if (nonced && this.#extra + this.#reader.leftOver > 0)
      this.#refuse('tampered', `page: more than ${bytes} bytes`);
    else if (!nonced || state === 'done') this.#over({ kind: 'whole' });
  }

  /** The page has ended, and less than was wanted is there: a page of somebody else may be short. */
  #short(): void {
    const { bytes } = this.marks;
    if (bytes === 0) this.#refuse('unexpected-page');
    else if (this.#page.nonced) this.#refuse('tampered', `page: cut after ${bytes} of ${this.#page.bytes} bytes`);
    else this.#over({ kind: 'whole' });
  }

  #refuse(reason: FailureReason, changed: string | null = null): void {
    this.#over({ kind: 'refused', reason, changed });
  }

  /** The first end is the end. */
  #over(end: TransferEnd): void {
    this.#stage = 'over';
    this.#end.resolve(end);
  }
}

function targetOf(url: URL): TunnelTarget {
  const host = urlHost(url);
  return { host, port: urlPort(url), address: isIP(host) === 0 ? null : host };
}

/** @param at the first byte that is another one @param part what holds it */
function changedLoad(at: number, part: Uint8Array): string {
  if (at > 0) return `page: other from byte ${at + 1} on`;
  return `page: replaced by ${excerpt(Buffer.from(part).toString('latin1'))}`;
}
