/** Where a source is, from what an operator types: a web address, a file or a folder. */
import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { NetworkPolicy } from '../core/guard.ts';
import { isLoopback } from '../lib/address.ts';
import { maskSecrets } from '../lib/safe-text.ts';
import { fail } from '../model/errors.ts';
import type { SourceLocation } from './harvest-types.ts';

/**
 * Reads a location without touching anything.
 * @param folder what a relative path starts from
 * @throws bad-value where a URL has another scheme or cannot be read
 */
export function parseLocation(text: string, folder: string): SourceLocation {
  const scheme = /^([a-z][a-z0-9+.-]+):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (scheme === undefined) return { kind: 'path', path: resolve(folder, text) };
  const url = URL.parse(text);
  const supported = scheme === 'http' || scheme === 'https' || scheme === 'file';
  if (url === null || !supported)
    throw fail('bad-value', `${maskSecrets(text)} is no source`, {
      hint: 'give an http or https URL, a file or a folder',
    });
  return scheme === 'file' ? { kind: 'path', path: fileURLToPath(url) } : { kind: 'url', url: url.href };
}

/** Whether a path exists and can be a source. @throws no-such-file, file-io */
export async function assertReachable(location: SourceLocation): Promise<void> {
  if (location.kind === 'url') return;
  try {
    await stat(location.path);
  } catch (cause) {
    const missing = cause instanceof Error && 'code' in cause && (cause.code === 'ENOENT' || cause.code === 'ENOTDIR');
    if (missing) throw fail('no-such-file', `${location.path} does not exist`, { cause });
    throw fail('file-io', `${location.path} cannot be read`, { cause });
  }
}

export function locationText(location: SourceLocation): string {
  return location.kind === 'url' ? location.url : location.path;
}

/** A short name for a source that was given none: `lists.example-http`, `proxies`. */
export function suggestName(location: SourceLocation): string {
  const stem = (path: string): string =>
    basename(path).replace(/(?:\.(?:txt|csv|tsv|json|jsonl|ndjson|html?|xml|ya?ml|pac|gz))+$/i, '');
  let name: string;
  if (location.kind === 'path') name = stem(location.path);
  else {
    const url = new URL(location.url);
    name = [url.hostname.replace(/^www\./, ''), stem(url.pathname)].filter((part) => part !== '').join('-');
  }
  return cleanName(name);
}

/** Names are typed on a command line: letters, digits, dot, dash and underscore. */
export function cleanName(name: string): string {
  return (
    name
      .toLowerCase()
      .replace(/[^a-z0-9._-]+/g, '-')
      .replace(/^[-.]+|[-.]+$/g, '')
      .slice(0, 40) || 'source'
  );
}

/** False for a web address that the policy is sure to refuse. Names other than localhost count as elsewhere. */
export function withinReach(location: string, policy: NetworkPolicy): boolean {
  if (policy.only === 'any') return true;
  const url = URL.parse(location);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return true;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return host === 'localhost' || isLoopback(host);
}
