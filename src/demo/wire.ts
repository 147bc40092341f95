/**
 * Reads a socket piece by piece, so that a simulated proxy's handshake reads from top to bottom. What was read too much
 * goes back to the socket with `release`, after which the socket can be piped.
 */
import type { Socket } from 'node:net';

export class Wire {
  readonly #socket: Socket;
  #held: Buffer = Buffer.alloc(0);
  #wake: (() => void) | null = null;
  #over = false;

  readonly #onReadable = (): void => {
    const chunk = this.#socket.read() as Buffer | null;
    // After the last word of ours nothing the peer says matters, but it has to be read for its end to be seen.
    if (chunk && !this.#socket.writableEnded)
      this.#held = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    this.#wake?.();
  };
  readonly #onOver = (): void => {
    this.#over = true;
    this.#wake?.();
  };

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('readable', this.#onReadable).on('end', this.#onOver).on('close', this.#onOver);
  }

  /** Exactly `count` bytes. @throws when the peer leaves before */
  async take(count: number): Promise<Buffer> {
    while (this.#held.length < count) await this.#more();
    return this.#cut(count);
  }

  /** Up to and with `marker`. @throws when the peer leaves before, or after `limit` bytes without it */
  async takeUntil(marker: string, limit: number): Promise<Buffer> {
    for (;;) {
      const at = this.#held.indexOf(marker);
      if (at >= 0) return this.#cut(at + marker.length);
      if (this.#held.length > limit) throw new Error(`no end of the message within ${limit} bytes`);
      await this.#more();
    }
  }

  /** The first unread byte as soon as there is one; it stays unread. @throws when the peer leaves without a word */
  async peek(): Promise<number> {
    while (this.#held.length === 0) await this.#more();
    return this.#held.readUInt8(0);
  }

  /** Everything until the peer ends. @throws beyond `limit` bytes */
  async takeAll(limit: number): Promise<Buffer> {
    while (!this.#over) {
      if (this.#held.length > limit) throw new Error(`more than ${limit} bytes`);
      await this.#wait();
    }
    return this.#cut(this.#held.length);
  }

  /** Ends the reading; unread bytes go back to the socket. */
  release(): void {
    this.#socket.off('readable', this.#onReadable).off('end', this.#onOver).off('close', this.#onOver);
    if (this.#held.length > 0 && !this.#socket.readableEnded) this.#socket.unshift(this.#cut(this.#held.length));
  }

  #cut(count: number): Buffer {
    const piece = this.#held.subarray(0, count);
    this.#held = this.#held.subarray(count);
    return piece;
  }

  async #more(): Promise<void> {
    if (this.#over) throw new Error('the peer left in the middle of a message');
    await this.#wait();
  }

  #wait(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = () => {
        this.#wake = null;
        resolve();
      };
    });
  }
}
