/** Fetches or reads one source and parses it; runs in the harvest worker. A failure is a result, never thrown. */
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ParsedList } from '../model/candidate.ts';
import { fail, toRefbotError } from '../model/errors.ts';
import type { ListOptions } from '../model/list/builder.ts';
import { mergeLists } from '../model/list/merge.ts';
import { ListParser } from '../model/list/parser.ts';
import { maskSecrets, safeText } from '../lib/safe-text.ts';
import { formatBytes } from '../lib/units.ts';
import type { DocumentFetcher } from '../net/fetch.ts';
import type { HarvestResult, HarvestTask } from './harvest-types.ts';
import { unpack } from './unpack.ts';

/** @param openFetcher asked for documents only, not for files */
export async function gather(
  task: HarvestTask,
  openFetcher: () => Promise<DocumentFetcher>,
  signal: AbortSignal,
): Promise<HarvestResult> {
  const started = performance.now();
  const result = (more: Partial<HarvestResult> & Pick<HarvestResult, 'state'>): HarvestResult => ({
    parsed: null,
    etag: null,
    lastModified: null,
    bytes: 0,
    error: null,
    ms: Math.round(performance.now() - started),
    ...more,
  });
  try {
    if (task.location.kind === 'path')
      return result({ state: 'ok', ...(await readPath(task.location.path, task.list, signal)) });
    const { trusted, policy, etag, lastModified, timeoutMs, maxBytes } = task;
    const fetcher = await openFetcher();
    const fetched = await fetcher.fetch(
      { url: task.location.url, trusted, policy, etag, lastModified, timeoutMs, maxBytes },
      signal,
    );
    if (fetched.kind === 'unchanged') return result({ state: 'unchanged', etag, lastModified });
    const parsed = await parse(capped(unpack(fetched.chunks), maxBytes), task.list, signal);
    return result({
      state: 'ok',
      parsed,
      bytes: fetched.bytes,
      etag: fetched.etag,
      lastModified: fetched.lastModified,
    });
  } catch (error) {
    return result({ state: 'failed', error: errorText(error) });
  }
}

/** What went wrong as one safe line without secrets. */
export function errorText(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === 'ENOENT') return 'no such file';
  if (code === 'EACCES' || code === 'EPERM') return 'the file may not be read';
  if (typeof code === 'string' && code.startsWith('Z_')) return 'the packed list is damaged';
  return maskSecrets(safeText(toRefbotError(error).message, 300));
}

export async function parse(
  chunks: AsyncIterable<Uint8Array>,
  options: ListOptions,
  signal: AbortSignal,
): Promise<ParsedList> {
  const parser = new ListParser(options);
  for await (const chunk of chunks) {
    signal.throwIfAborted();
    parser.push(chunk);
  }
  return parser.end();
}

async function readPath(
  path: string,
  options: ListOptions,
  signal: AbortSignal,
): Promise<{ parsed: ParsedList; bytes: number }> {
  const info = await stat(path);
  if (!info.isDirectory()) return readFile(path, options, signal);
  const entries = await readdir(path, { withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => entry.name)
    .sort();
  if (files.length === 0) throw fail('network', 'the folder holds no files');
  const lists: { name: string; list: ParsedList }[] = [];
  let bytes = 0;
  for (const name of files) {
    const read = await readFile(join(path, name), options, signal);
    lists.push({ name: safeText(basename(name), 60), list: read.parsed });
    bytes += read.bytes;
  }
  return { parsed: mergeLists(lists), bytes };
}

async function readFile(
  path: string,
  options: ListOptions,
  signal: AbortSignal,
): Promise<{ parsed: ParsedList; bytes: number }> {
  const stream = createReadStream(path, { highWaterMark: 1 << 18, signal });
  try {
    const parsed = await parse(unpack(stream as AsyncIterable<Uint8Array>), options, signal);
    return { parsed, bytes: stream.bytesRead };
  } finally {
    stream.destroy();
  }
}

/** A packed list of a few kilobytes can hold gigabytes. */
async function* capped(chunks: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw fail('network', `larger than ${formatBytes(maxBytes)}`);
    yield chunk;
  }
}
