/**
 * Which process wrote a lock, precisely enough that a process id used again is not taken for it, and whether that
 * process still runs. Reads /proc where there is one.
 */
import { readFile, readlink, stat } from 'node:fs/promises';
import { hostname } from 'node:os';

export interface ProcessIdentity {
  readonly pid: number;
  /** Start of the process in ticks since boot; null without /proc. */
  readonly start: string | null;
  /** Which boot of which machine; null without /proc. */
  readonly boot: string | null;
  /** Which space of process ids (containers have their own); null without /proc. */
  readonly space: string | null;
  readonly host: string;
}

/** A lock that cannot be looked up counts as left behind when it was not touched for this long. */
export const SILENT_MS = 30_000;

const WRITING_MS = 2_000;

export async function selfIdentity(): Promise<ProcessIdentity> {
  return {
    pid: process.pid,
    start: (await statOf(process.pid))?.start ?? null,
    ...(await whereabouts()),
    host: hostname(),
  };
}

/**
 * True while the process that wrote `lockFile` runs. Seen from the same machine and process space this is exact;
 * from elsewhere (a shared folder, another container) the holder's heartbeat on the file decides.
 */
export async function isAlive(identity: ProcessIdentity, lockFile: string): Promise<boolean> {
  // A damaged lock, or one that is being written this moment on a file system without hard links.
  if (identity.pid <= 0) return isYoung(lockFile, WRITING_MS);
  const here = await whereabouts();
  if (here.boot !== null && here.boot === identity.boot && here.space === identity.space) {
    const found = await statOf(identity.pid);
    return found !== null && found.start === identity.start && !found.dead;
  }
  if (here.boot === null && identity.boot === null && identity.host === hostname()) return answers(identity.pid);
  return isYoung(lockFile, SILENT_MS);
}

/** True when the file is there and was touched within the last `ms`. */
export async function isYoung(file: string, ms: number): Promise<boolean> {
  try {
    return Date.now() - (await stat(file)).mtimeMs < ms;
  } catch {
    return false;
  }
}

async function whereabouts(): Promise<Pick<ProcessIdentity, 'boot' | 'space'>> {
  try {
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
    return { boot: boot.trim(), space: await readlink('/proc/self/ns/pid') };
  } catch {
    return { boot: null, space: null };
  }
}

async function statOf(pid: number): Promise<{ readonly start: string; readonly dead: boolean } | null> {
  try {
    const text = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold anything; the fields after it are fixed (proc(5): state is 3, starttime is 22).
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { start: fields[19] ?? '', dead: fields[0] === 'Z' || fields[0] === 'X' };
  } catch {
    return null;
  }
}

/** Without /proc: signal 0 reaches a living process; EPERM means that it lives and is somebody else's. */
function answers(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
