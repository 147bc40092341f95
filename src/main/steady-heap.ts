/**
 * Keeps V8 from making the room for new objects larger while much is loaded that stays: it would grow to 64 MB, be kept,
 * and every collection of it would hold up the screen. Called by the shells around the opening of the state.
 */
import { setFlagsFromString } from 'node:v8';

/** V8 doubles that room whenever as much as it holds has survived since the last time. */
const USUAL = 2;

export async function inSteadyHeap<T>(work: () => Promise<T>): Promise<T> {
  growBy(1);
  try {
    return await work();
  } finally {
    growBy(USUAL);
  }
}

function growBy(factor: number): void {
  setFlagsFromString(`--semi-space-growth-factor=${factor}`);
}
