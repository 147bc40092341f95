/** Which format a list is in, by its first bytes. Pure; publishers' content types and file names are too often wrong. */
import type { Buffer } from 'node:buffer';
import { readCsvHeader } from './formats/csv.ts';
import { readPair } from './formats/yaml.ts';
import { decodeText } from './text.ts';

export type ListFormat = 'plain' | 'csv' | 'json' | 'html' | 'xml' | 'yaml' | 'pac';

/** How much of a list is looked at. */
export const SNIFF_BYTES = 4096;

const HTML =
  /<!doctype html|<(?:html|head|body|table|tbody|tr|td|div|p|pre|ul|ol|li|span|br|a|h[1-6]|textarea|script)\b/i;

/** @param head the first {@link SNIFF_BYTES} bytes, or the whole list when it is shorter; without a byte order mark */
export function sniffFormat(head: Buffer): ListFormat {
  const text = decodeText(head, 0, head.length).trimStart();
  if (text.startsWith('{')) return 'json';
  if (text.startsWith('[')) return /^\[[0-9a-f.]*:[0-9a-f:.]*\]/i.test(text) ? 'plain' : 'json';
  if (text.startsWith('<')) return HTML.test(text) && !text.startsWith('<?xml') ? 'html' : 'xml';
  if (text.includes('FindProxyForURL')) return 'pac';
  const lines = text.split('\n').map((line) => line.trim());
  const meaningful = lines.filter(
    (line) => line !== '' && !line.startsWith('#') && !line.startsWith('//') && !line.startsWith(';'),
  );
  const first = meaningful[0] ?? '';
  if (first.startsWith('"')) return /^"[^"]*"\s*$/.test(first) && meaningful.length > 1 ? 'json' : csvOrPlain(first);
  if (first === '---' || first.startsWith('%YAML') || /^-\s+\S/.test(first)) return 'yaml';
  const pair = readPair(first);
  if (pair !== null && /^[\w-]+$/.test(pair[0]) && isYamlBody(pair[1], meaningful[1])) return 'yaml';
  return csvOrPlain(first);
}

/** `proxies:` or `key: value` alone could be prose; the line below decides. */
function isYamlBody(value: string, next: string | undefined): boolean {
  if (next === undefined) return value.startsWith('[');
  return /^-(?:\s|$)/.test(next) || (readPair(next) !== null && !/\s/.test(readPair(next)![0]));
}

function csvOrPlain(first: string): ListFormat {
  return readCsvHeader(first) === null ? 'plain' : 'csv';
}
