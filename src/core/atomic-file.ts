/**
 * Writes a file so that a reader, a crash or a full disk finds either the old content or the new, never a mixture.
 * Used for the state, its backups, config.json and keys. It never writes into the file itself.
 */
import type { FileHandle } from 'node:fs/promises';
import { constants } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { uniqueToken } from '../lib/unique-token.ts';
import { type FileSystem, realFiles } from './file-system.ts';

/** Names of temps that are written at this moment: no sweep of this thread takes them. */
const underWay = new Set<string>();

export type FileChunks = string | Uint8Array | Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;

export interface AtomicWriteOptions {
  /** Permission bits of the new file; default 0600. */
  readonly mode?: number;
  /** Keeps the content that is replaced under this path (same folder). */
  readonly previous?: string;
  /** Called when the data is safe on the disk and before it takes the place of the old; throwing keeps the old. */
  readonly beforeReplace?: () => void | Promise<void>;
  /** Called when the new file has its name; what fails after that fails to make it durable. */
  readonly onReplaced?: () => void;
  readonly files?: FileSystem;
}

/**
 * Unique temp file beside `path` (O_EXCL) → write → fsync → rename → fsync of the folder. A symbolic link is followed:
 * the file it names is replaced, the link stays. The temp is removed on any error.
 * @returns bytes written
 * @throws the system's error (ENOSPC, EROFS, EACCES, …) with the old file untouched
 */
export async function writeFileAtomic(
  path: string,
  data: FileChunks,
  options: AtomicWriteOptions = {},
): Promise<number> {
  const { files = realFiles() } = options;
  const target = await followLink(path, files);
  const temp = tempName(target);
  let bytes = 0;
  let inode = 0;
  try {
    const flags = constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY;
    const file = await files.open(temp, flags, options.mode ?? 0o600);
    try {
      for await (const chunk of chunksOf(data)) bytes += await writeAll(file, chunk);
      await file.sync();
      inode = (await file.stat()).ino;
    } finally {
      await file.close();
    }
    await options.beforeReplace?.();
    if (options.previous !== undefined) await keepPrevious(target, options.previous, files);
    await files.rename(temp, target);
  } catch (error) {
    // A rename that was lost on the way back (NFS) has happened all the same.
    if (inode !== 0 && (await inodeOf(target, files)) === inode) options.onReplaced?.();
    // What went wrong first is what to tell; a temp that stays is swept by the next start.
    await removeIfThere(temp, files).catch(() => undefined);
    throw error;
  } finally {
    underWay.delete(basename(temp));
  }
  options.onReplaced?.();
  await syncFolder(dirname(target), files);
  return bytes;
}

/**
 * Removes temp files that a killed process or a dying disk left beside `path`, its own and those of files whose names go
 * on after it (journals). Call it only where no other process can be writing any of them (the state: under its lock).
 * @returns how many were removed
 */
export async function sweepTemps(path: string, files = realFiles()): Promise<number> {
  const target = await followLink(path, files);
  const folder = dirname(target);
  const prefix = tempPrefix(target);
  let removed = 0;
  for (const name of await files.readdir(folder)) {
    if (!name.startsWith(prefix) || !name.endsWith('.tmp') || underWay.has(name)) continue;
    await removeIfThere(join(folder, name), files);
    removed++;
  }
  return removed;
}

/** Makes a rename or a removal in this folder survive a power cut. */
export async function syncFolder(folder: string, files = realFiles()): Promise<void> {
  let handle: FileHandle | undefined;
  try {
    handle = await files.open(folder, constants.O_RDONLY);
    await handle.sync();
  } catch (error) {
    // Some systems and file systems cannot sync a folder; there the rename alone has to do. A real I/O error counts.
    if (isCode(error, 'EIO', 'ENOSPC', 'EROFS')) throw error;
  } finally {
    await handle?.close();
  }
}

/** Removes a file; one that is not there is fine. */
export async function removeIfThere(path: string, files = realFiles()): Promise<void> {
  try {
    await files.unlink(path);
  } catch (error) {
    if (!isCode(error, 'ENOENT')) throw error;
  }
}

/** True when a system error has one of these codes (`ENOENT`, …). */
export function isCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && codes.includes(error.code);
}

async function keepPrevious(target: string, previous: string, files: FileSystem): Promise<void> {
  const temp = tempName(previous);
  try {
    try {
      // A second name for the old file: the first one is never missing, whenever the process dies.
      await files.link(target, temp);
    } catch (error) {
      if (isCode(error, 'ENOENT')) return;
      // File systems without hard links.
      await files.copyFile(target, temp, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    }
    await files.rename(temp, previous);
  } finally {
    // Also after success: renaming one name of a file onto another name of the same file does nothing (POSIX).
    underWay.delete(basename(temp));
    await removeIfThere(temp, files);
  }
}

async function inodeOf(path: string, files: FileSystem): Promise<number | null> {
  try {
    return (await files.stat(path)).ino;
  } catch {
    return null;
  }
}

async function followLink(path: string, files: FileSystem): Promise<string> {
  try {
    return await files.realpath(path);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return path;
    throw error;
  }
}

/** @returns bytes */
export async function writeAll(file: FileHandle, chunk: string | Uint8Array): Promise<number> {
  const bytes = typeof chunk === 'string' ? Buffer.from(chunk, 'utf8') : chunk;
  for (let offset = 0; offset < bytes.byteLength;) {
    const { bytesWritten } = await file.write(bytes, offset, bytes.byteLength - offset);
    offset += bytesWritten;
  }
  return bytes.byteLength;
}

function chunksOf(data: FileChunks): Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array> {
  return typeof data === 'string' || data instanceof Uint8Array ? [data] : data;
}

function tempPrefix(path: string): string {
  return `.${basename(path)}.`;
}

/** A path that is under way from now on. */
function tempName(path: string): string {
  const name = `${tempPrefix(path)}${process.pid}.${uniqueToken()}.tmp`;
  underWay.add(name);
  return join(dirname(path), name);
}
