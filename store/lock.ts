/**
 * One writer per state file: a lock file that names the process that holds it. A lock whose process is gone (kill -9,
 * power cut) is taken over, by exactly one of those who find it. Used by the store alone; others ask {@link readHolder}.
 */
import type { FileHandle } from 'node:fs/promises';
import { link, open, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isCode, removeIfThere } from '../src/core/atomic-file.ts';
import { type FileSystem, realFiles } from '../src/core/file-system.ts';
import { uniqueToken } from '../src/lib/unique-token.ts';
import { fail } from '../src/model/errors.ts';
import { isAlive, isYoung, selfIdentity, SILENT_MS, type ProcessIdentity } from './process-identity.ts';

export interface Holder {
  readonly pid: number;
  /** Where the holder runs commands of other processes; null when it does not. */
  readonly socket: string | null;
  /** ISO 8601. */
  readonly since: string;
}

export interface Lock {
  /** @throws state-held when the lock is no longer this process's */
  assertHeld(): Promise<void>;
  release(): Promise<void>;
}

interface LockRecord extends Holder, ProcessIdentity {
  /** Unique to one acquisition. */
  readonly token: string;
}

/** A holder that cannot be looked up (another machine or container) shows by this beat that it lives. */
const HEARTBEAT_MS = 10_000;

/**
 * Takes the lock or says who has it.
 * @param files by which the lock is looked at later
 * @throws state-held, with the {@link Holder} in `details.data`
 */
export async function acquireLock(path: string, socket: string | null, files = realFiles()): Promise<Lock> {
  const record: LockRecord = {
    ...(await selfIdentity()),
    socket,
    since: new Date().toISOString(),
    token: uniqueToken(),
  };
  const own = `${path}.${record.token}`;
  await writeFile(own, `${JSON.stringify(record)}\n`, { flag: 'wx', mode: 0o600 });
  try {
    for (;;) {
      if (await claimName(own, path)) break;
      const found = await readRecord(path);
      if (!found) continue;
      if (await isAlive(found, path)) throw held(found);
      if (await takeOver(path, own, found)) break;
    }
  } finally {
    await removeIfThere(own);
  }
  return openLock(path, record, files);
}

/** Who holds the state whose lock this is; null when nobody alive does. */
export async function readHolder(path: string): Promise<Holder | null> {
  const found = await readRecord(path);
  return found && (await isAlive(found, path)) ? { pid: found.pid, socket: found.socket, since: found.since } : null;
}

/**
 * Replaces the lock of a dead process. Several may try: the right to follow a certain lock is a file name derived from
 * its token, which only one of them can create. If that one dies before it is done, the right to follow *it* is again
 * one name, so the claims form a chain whose last link decides.
 * @returns false when the lock changed meanwhile: look again
 */
async function takeOver(path: string, own: string, dead: LockRecord): Promise<boolean> {
  let last = dead;
  const claims: string[] = [];
  for (;;) {
    const claim = `${path}.after-${last.token}`;
    if (await claimName(own, claim)) {
      claims.push(claim);
      break;
    }
    const rival = await readRecord(claim);
    if (!rival) return false;
    if (await isAlive(rival, claim)) throw held(rival);
    claims.push(claim);
    last = rival;
  }
  // Claims are removed only after the lock was replaced. So if it still is the dead one, no other claim can be valid.
  const still = (await readRecord(path))?.token === dead.token;
  if (still) {
    await rename(own, path);
  }
  for (const claim of still ? claims : claims.slice(-1)) await removeIfThere(claim);
  return still;
}

async function openLock(path: string, record: LockRecord, files: FileSystem): Promise<Lock> {
  // The open handle keeps the inode from being used again: equal numbers mean that it still is our file.
  const handle: FileHandle = await open(path, 'r');
  const { ino } = await handle.stat();
  // A disk that answers with errors says nothing about the lock: they are thrown.
  const isOurs = async (): Promise<boolean> => {
    try {
      return (await files.stat(path)).ino === ino;
    } catch (error) {
      if (isCode(error, 'ENOENT', 'ENOTDIR')) return false;
      throw error;
    }
  };
  if ((await readRecord(path))?.token !== record.token) {
    await handle.close();
    throw held((await readRecord(path)) ?? record);
  }
  await sweepClaims(path);
  const beat = setInterval(() => {
    const now = new Date();
    // A beat that fails (a full disk, a vanished mount) is no harm here; writing finds out and reports.
    handle.utimes(now, now).catch(() => undefined);
  }, HEARTBEAT_MS);
  beat.unref();
  let released = false;
  return {
    async assertHeld() {
      if (released || !(await isOurs())) {
        const now = await readRecord(path);
        throw now
          ? held(now)
          : fail('state-held', `the lock ${path} was removed while this RefBot was running`, {
              hint: 'start RefBot again',
            });
      }
    },
    async release() {
      if (released) return;
      released = true;
      clearInterval(beat);
      try {
        const ours = await isOurs().catch(async () => (await readRecord(path))?.token === record.token);
        if (ours) await removeIfThere(path);
      } catch {
        // It names a process that is about to be gone: the next one takes it over.
      } finally {
        await handle.close();
      }
    },
  };
}

/** Gives the complete file `own` the name `path` unless that name is taken. A reader never sees half a lock. */
async function claimName(own: string, path: string): Promise<boolean> {
  try {
    await link(own, path);
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    if (!isCode(error, 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK')) throw error;
  }
  try {
    // File systems without hard links.
    await writeFile(path, await readFile(own), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/** The record in a lock file; null when there is none. A damaged one (a power cut) names no process. */
async function readRecord(path: string): Promise<LockRecord | null> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null;
    throw error;
  }
  try {
    const value: unknown = JSON.parse(text);
    if (isRecord(value)) return value;
  } catch {
    // Falls through: it is damaged.
  }
  return {
    pid: 0,
    start: null,
    boot: null,
    space: null,
    host: '',
    socket: null,
    since: new Date(0).toISOString(),
    token: `damaged-${Buffer.from(text).toString('hex').slice(0, 32)}`,
  };
}

function isRecord(value: unknown): value is LockRecord {
  return (
    typeof value === 'object' &&
    value !== null &&
    'pid' in value &&
    Number.isInteger(value.pid) &&
    'token' in value &&
    typeof value.token === 'string' &&
    /^[0-9a-f]{16}$/.test(value.token) &&
    'since' in value &&
    typeof value.since === 'string' &&
    'host' in value &&
    typeof value.host === 'string' &&
    'socket' in value &&
    (value.socket === null || typeof value.socket === 'string') &&
    'start' in value &&
    'boot' in value &&
    'space' in value
  );
}

/** Files of takers that died half-way. Whoever holds the lock may remove them: a claim counts only beside its dead lock. */
async function sweepClaims(path: string): Promise<void> {
  const folder = dirname(path);
  const prefix = `${basename(path)}.`;
  for (const name of await readdir(folder)) {
    if (!name.startsWith(prefix)) continue;
    const file = join(folder, name);
    const record = await readRecord(file);
    // A young one may just be about to be written.
    if (!record || (await isYoung(file, SILENT_MS)) || (await isAlive(record, file))) continue;
    await removeIfThere(file);
  }
}

function held(holder: Holder): Error {
  return fail('state-held', `another RefBot (process ${holder.pid}) holds the state since ${holder.since}`, {
    hint: 'wait for it to end, end it, or give another file with --state',
    data: { pid: holder.pid, socket: holder.socket, since: holder.since },
  });
}
