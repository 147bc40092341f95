/**
 * Backups of a state file: whole copies in a folder beside it, each with a small manifest (what it holds, SHA-256).
 * Only complete, durable backups are ever listed. Used by the store, which decides when.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { isCode, removeIfThere, syncFolder, writeFileAtomic } from '../src/core/atomic-file.ts';
import { type FileSystem, realFiles } from '../src/core/file-system.ts';
import { nearest } from '../src/lib/suggest.ts';
import { fail } from '../src/model/errors.ts';
import { type Backup, isAsWritten, type Manifest, manifestIn, manifestSeal, textOf } from './backup-manifest.ts';

export type { Backup } from './backup-manifest.ts';

/** What a look at a backup found. */
export interface BackupReport {
  readonly name: string;
  readonly state: 'ok' | 'broken';
  /** ISO 8601; null where the manifest cannot be believed. */
  readonly createdAt: string | null;
  readonly proxies: number | null;
  readonly bytes: number | null;
  readonly problem: string | null;
}

/** Backups kept; the oldest go first. */
const BACKUPS_KEPT = 10;

/** A backup's name, and what follows it in the folder. */
const NAME = /^(\d{8}T\d{6}Z(?:-\d+)?)(\..*)?$/;
const MANIFEST = '.manifest.json';
const READ_BYTES = 256 * 1024;

export class BackupFolder {
  readonly #folder: string;
  readonly #files: FileSystem;

  constructor(folder: string, files = realFiles()) {
    this.#folder = folder;
    this.#files = files;
  }

  /** Oldest first. */
  async list(): Promise<Backup[]> {
    const found: Backup[] = [];
    for (const name of await this.#names()) {
      const manifest = await this.#manifest(name);
      if (manifest) {
        const { createdAt, bytes, proxies, reason, counts } = manifest;
        found.push({ name, createdAt, bytes, proxies, reason, ...(counts === undefined ? {} : { counts }) });
      }
    }
    return found;
  }

  /** Copies a state file that nobody is replacing meanwhile. @throws the system's error */
  async create(
    stateFile: string,
    facts: Pick<Backup, 'proxies' | 'reason' | 'counts'> & { readonly now: number },
  ): Promise<Backup> {
    await this.#files.mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const createdAt = new Date(facts.now).toISOString();
    const name = await this.#freeName(createdAt.replace(/[-:]|\.\d+/g, ''));
    const hash = createHash('sha256');
    const files = this.#files;
    let backup: Backup;
    try {
      const bytes = await writeFileAtomic(this.path(name), hashed(stateFile, hash, files), { files });
      const { now: _now, ...about } = facts;
      backup = { name, createdAt, bytes, ...about };
      // The manifest is written last: a backup without one is half a backup and not listed.
      const manifest: Manifest = { v: 1, ...backup, sha256: hash.digest('hex') };
      await writeFileAtomic(this.#manifestPath(name), textOf({ ...manifest, seal: manifestSeal(manifest) }), { files });
    } catch (error) {
      // Half a backup must not keep a full disk full.
      for (const path of [this.#manifestPath(name), this.path(name)])
        await removeIfThere(path, files).catch(() => undefined);
      throw error;
    }
    return backup;
  }

  /**
   * The path of a backup whose content is what its manifest says.
   * @throws unknown-backup, state-broken
   */
  async verified(name: string): Promise<string> {
    await this.#known(name);
    const { problem } = await this.#look(name);
    if (problem !== null) {
      throw fail('state-broken', `backup ${name} cannot be used: ${problem}`, {
        hint: 'restore another one: backup list',
      });
    }
    return this.path(name);
  }

  /**
   * Reads backups to their last byte, oldest first. @param name null = all of them
   * @throws unknown-backup
   */
  async verify(name: string | null): Promise<BackupReport[]> {
    if (name !== null) await this.#known(name);
    const reports: BackupReport[] = [];
    for (const one of name === null ? await this.#names() : [name]) reports.push(await this.#look(one));
    return reports;
  }

  /**
   * Keeps content that came from elsewhere for as long as it is looked at. @returns its path; whoever asked removes it
   * @throws the system's error
   */
  async hold(content: AsyncIterable<Uint8Array>): Promise<string> {
    await this.#files.mkdir(this.#folder, { recursive: true, mode: 0o700 });
    // One that a killed process leaves goes with the next backup.
    const path = join(this.#folder, `.import.${process.pid}.tmp`);
    await writeFileAtomic(path, content, { files: this.#files });
    return path;
  }

  /** @throws unknown-backup */
  async remove(name: string): Promise<void> {
    await this.#known(name);
    // In this order, so that no manifest ever lacks its copy.
    await removeIfThere(this.#manifestPath(name), this.#files);
    await removeIfThere(this.path(name), this.#files);
    await syncFolder(this.#folder, this.#files);
  }

  /** @throws unknown-backup */
  async #known(name: string): Promise<void> {
    const names = await this.#names();
    if (names.includes(name)) return;
    const close = nearest(name, names);
    throw fail('unknown-backup', `no backup ${name}`, {
      hint: close === null ? 'see: backup list' : `did you mean ${close} ?`,
    });
  }

  async #look(name: string): Promise<BackupReport> {
    const broken = { name, state: 'broken' as const, createdAt: null, proxies: null, bytes: null };
    let text: string;
    try {
      text = await this.#files.readFile(this.#manifestPath(name), 'utf8');
    } catch (error) {
      return { ...broken, problem: `its manifest: ${messageOf(error)}` };
    }
    const manifest = manifestIn(text);
    if (manifest === null) return { ...broken, problem: 'its manifest cannot be read' };
    if (!isAsWritten(manifest, text)) return { ...broken, problem: 'its manifest is not what was written' };
    const hash = createHash('sha256');
    let bytes = 0;
    try {
      for await (const chunk of hashed(this.path(name), hash, this.#files)) bytes += chunk.byteLength;
    } catch (error) {
      return { ...broken, problem: isCode(error, 'ENOENT') ? 'its copy is gone' : `its copy: ${messageOf(error)}` };
    }
    const isGood = bytes === manifest.bytes && hash.digest('hex') === manifest.sha256;
    const { createdAt, proxies } = manifest;
    const problem = isGood ? null : 'its content is not what its manifest says';
    return { name, state: isGood ? 'ok' : 'broken', createdAt, proxies, bytes, problem };
  }

  /**
   * Removes the oldest beyond {@link BACKUPS_KEPT}, and copies that a killed process left without a manifest.
   * Not while one is being made. @param spare never removed
   */
  async rotate(spare?: string): Promise<void> {
    const names = await this.#names();
    const old = names.slice(0, Math.max(0, names.length - BACKUPS_KEPT)).filter((name) => name !== spare);
    // In this order, so that no manifest ever lacks its copy.
    for (const name of old) await removeIfThere(this.#manifestPath(name), this.#files);
    const kept = new Set(names.filter((name) => !old.includes(name)));
    for (const entry of await this.#files.readdir(this.#folder)) {
      const half = entry.startsWith('.') && entry.endsWith('.tmp');
      const copy = NAME.exec(entry);
      if (half || (copy?.[2] === '.json' && !kept.has(copy[1]!)))
        await removeIfThere(join(this.#folder, entry), this.#files);
    }
    await syncFolder(this.#folder, this.#files);
  }

  path(name: string): string {
    return join(this.#folder, `${name}.json`);
  }

  #manifestPath(name: string): string {
    return join(this.#folder, `${name}${MANIFEST}`);
  }

  /** Names that have a manifest, oldest first. */
  async #names(): Promise<string[]> {
    let entries: string[];
    try {
      entries = await this.#files.readdir(this.#folder);
    } catch (error) {
      if (isCode(error, 'ENOENT')) return [];
      throw error;
    }
    return entries
      .map((entry) => NAME.exec(entry))
      .filter((match) => match?.[2] === MANIFEST)
      .map((match) => match![1]!)
      .sort(byAge);
  }

  async #freeName(stem: string): Promise<string> {
    for (let number = 1; ; number++) {
      const name = number === 1 ? stem : `${stem}-${number}`;
      try {
        await this.#files.stat(this.path(name));
      } catch (error) {
        if (isCode(error, 'ENOENT')) return name;
        throw error;
      }
    }
  }

  async #manifest(name: string): Promise<Manifest | null> {
    try {
      return manifestIn(await this.#files.readFile(this.#manifestPath(name), 'utf8'));
    } catch (error) {
      if (isCode(error, 'ENOENT')) return null;
      throw error;
    }
  }
}

async function* hashed(
  path: string,
  hash: ReturnType<typeof createHash>,
  files: FileSystem,
): AsyncGenerator<Uint8Array> {
  const file = await files.open(path, 'r');
  try {
    for (;;) {
      const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(READ_BYTES), 0, READ_BYTES);
      if (bytesRead === 0) return;
      const chunk = buffer.subarray(0, bytesRead);
      hash.update(chunk);
      yield chunk;
    }
  } finally {
    await file.close();
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** By time, then by the number of those of one second: `…Z` < `…Z-2` < `…Z-10`. */
function byAge(a: string, b: string): number {
  const [stemA = '', numberA = '1'] = a.split('Z-');
  const [stemB = '', numberB = '1'] = b.split('Z-');
  const order = stemA.replace('Z', '').localeCompare(stemB.replace('Z', ''), 'en');
  return order === 0 ? Number(numberA) - Number(numberB) : order;
}
