/** What a backup says of itself: a small JSON file beside the copy, sealed so that a changed one is found. Pure. */
import { createHash } from 'node:crypto';

export interface Backup {
  /** Time of creation, sortable: `20261120T213500Z`, with `-2` … where one second has several. */
  readonly name: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly bytes: number;
  readonly proxies: number;
  /** Why it was made: `manual`, `before restore of …`. */
  readonly reason: string;
  /** What is inside, by what it is; those of older backups have none. */
  readonly counts?: Readonly<Record<string, number>>;
}

export interface Manifest extends Backup {
  readonly v: 1;
  /** Of the copy, in hex. */
  readonly sha256: string;
  /** Of the manifest without this key, in hex; those of older backups have none. */
  readonly seal?: string;
}

/** Null for anything that is none. */
export function manifestIn(text: string): Manifest | null {
  try {
    const value: unknown = JSON.parse(text);
    return isManifest(value) ? value : null;
  } catch {
    return null;
  }
}

export function textOf(manifest: Manifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

export function manifestSeal(manifest: Manifest): string {
  return createHash('sha256').update(textOf(manifest)).digest('hex');
}

/** Whether a manifest is, letter by letter, what was written. */
export function isAsWritten({ seal, ...manifest }: Manifest, text: string): boolean {
  // Without a seal: made by an older RefBot. A damaged name of the key must not pass for that.
  if (seal === undefined) return text === textOf(manifest) && Object.keys(manifest).length === 7;
  return text === textOf({ ...manifest, seal }) && seal === manifestSeal(manifest);
}

function isManifest(value: unknown): value is Manifest {
  const found = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  return (
    found.v === 1 &&
    typeof found.name === 'string' &&
    typeof found.createdAt === 'string' &&
    typeof found.bytes === 'number' &&
    typeof found.proxies === 'number' &&
    typeof found.reason === 'string' &&
    typeof found.sha256 === 'string' &&
    (found.counts === undefined || (typeof found.counts === 'object' && found.counts !== null))
  );
}
