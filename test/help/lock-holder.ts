/** A process of its own that takes and releases a lock when its parent says so. Started by tests with fork. */
import { RefbotError } from '../../src/model/errors.ts';
import { acquireLock, type Lock } from '../../store/lock.ts';

let lock: Lock | null = null;

async function obey(what: unknown): Promise<string> {
  if (what === 'release') {
    await lock?.release();
    return 'released';
  }
  try {
    lock = await acquireLock(process.argv[2]!, null);
    return 'taken';
  } catch (error) {
    if (error instanceof RefbotError) return error.errorName;
    throw error;
  }
}

process.on('message', (what) => {
  void obey(what).then((answer) => process.send!(answer));
});
