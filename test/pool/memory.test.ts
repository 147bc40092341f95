/** Lists of slots grow in few steps, none of which copies much: each is part of one task of the main thread. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { roomForSlots, withMoreRoom } from '../../src/pool/memory.ts';

test('no list of four million slots was ever copied with more than 100,000 in it, and nothing in it was lost', () => {
  let slots: Uint32Array = roomForSlots(16);
  for (let slot = 0; slot < 4_000_000; slot += 1) {
    if (slot === slots.length) {
      assert.ok(slot <= 100_000, `${slot} are copied`);
      slots = withMoreRoom(slots);
    }
    slots[slot] = slot;
  }
  for (const slot of [0, 15, 16, 1_024, 65_535, 65_536, 3_999_999]) assert.equal(slots[slot], slot);
});
