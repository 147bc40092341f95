/** Which TLS ticket is presented: the newest, unless the host takes none; then one in 32, until one is taken up again. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Tickets } from '../../src/checker/tickets.ts';

const [old, fresh] = [Buffer.from('old'), Buffer.from('fresh')];

/** How many of the next connections present a ticket that is not taken up. */
function triedInVain(tickets: Tickets, connections: number): number {
  let tried = 0;
  for (let i = 0; i < connections; i++) {
    if (tickets.next() === null) continue;
    tried++;
    tickets.presented(false);
  }
  return tried;
}

test('without a ticket nothing is presented, then always the newest', () => {
  const tickets = new Tickets(null);
  assert.equal(tickets.next(), null);
  tickets.keep(old);
  assert.equal(tickets.next(), old);
  tickets.keep(fresh);
  assert.equal(tickets.next(), fresh);
});

test('a host that takes no tickets is soon spared them, but for one in 32', () => {
  assert.equal(triedInVain(new Tickets(old), 8 + 320), 8 + 10);
});

test('one that takes them again gets them again: seven in vain are not eight', () => {
  const tickets = new Tickets(old);
  assert.equal(triedInVain(tickets, 8 + 31), 8);
  tickets.keep(fresh);
  assert.equal(tickets.next(), fresh);
  tickets.presented(true);
  assert.equal(triedInVain(tickets, 7), 7);
  assert.equal(tickets.next(), fresh);
});
