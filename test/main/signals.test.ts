/** What signals do to a command: the first asks it to end, a second ends it at once, a hang-up never insists. */
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { watchStopSignals } from '../../src/main/signals.ts';

test('the first signal aborts and gives the status; the second ends the process, but for a hang-up', () => {
  const exit = mock.method(process, 'exit', (() => undefined) as () => never);
  const stop = watchStopSignals();
  try {
    assert.equal(stop.status, null);
    process.emit('SIGHUP', 'SIGHUP');
    assert.equal(stop.signal.aborted, true);
    assert.equal(stop.status, 129);
    process.emit('SIGHUP', 'SIGHUP');
    assert.equal(exit.mock.callCount(), 0, 'the terminal and the shell below both send one');
    process.emit('SIGTERM', 'SIGTERM');
    assert.deepEqual(
      exit.mock.calls.map(({ arguments: [status] }) => status as unknown),
      [143],
    );
  } finally {
    stop.release();
    exit.mock.restore();
  }
  assert.equal(process.listenerCount('SIGHUP'), 0);
});
