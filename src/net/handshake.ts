/**
 * What all tunnel handshakes share: the bytes that are not understood yet, and the loop that drives a machine with a
 * socket. Called by the machines beside it and by whoever opens a tunnel.
 */
import type { Handshake, HandshakeStep } from '../define/check.ts';
import type { FailureReason } from '../model/report.ts';

export const NO_BYTES: Uint8Array = new Uint8Array(0);
export const MORE: HandshakeStep = { kind: 'more' };

export function failed(reason: FailureReason, detail: string, spoke = false): HandshakeStep {
  return { kind: 'failed', reason, detail, spoke };
}

/** Everything not taken yet, `chunk` at its end; valid until the chunk is reused. @param pending what {@link kept} gave */
export function joined(pending: Uint8Array, chunk: Uint8Array): Uint8Array {
  if (pending.length === 0) return chunk;
  if (chunk.length === 0) return pending;
  return Buffer.concat([pending, chunk]);
}

/** A copy of what is left, for the next chunk: the caller reuses this one. */
export function kept(rest: Uint8Array): Uint8Array {
  return rest.length === 0 ? NO_BYTES : Uint8Array.from(rest);
}

/**
 * Feeds a chunk and sends what the machine wants sent, until it needs more bytes or has come to an end.
 * @param chunk null for the first step
 */
export function drive(
  machine: Handshake,
  chunk: Uint8Array | null,
  send: (bytes: Uint8Array) => void,
): Exclude<HandshakeStep, { kind: 'send' }> {
  let step = chunk === null ? machine.start() : machine.feed(chunk);
  while (step.kind === 'send') {
    send(step.bytes);
    step = machine.feed(NO_BYTES);
  }
  return step;
}
