/** Whether the program's verdict about a proxy is what is true of it. */
import type { Truth } from '../../src/demo/define-behaviour.ts';
import type { ProxyRow } from '../../src/model/proxy.ts';

export function agrees(row: ProxyRow, truth: Truth): boolean {
  if (truth.status === 'varies') return true;
  if (row.status !== truth.status) return false;
  if (truth.status === 'failed') return (truth.reasons as readonly (string | null)[]).includes(row.failure);
  return String(row.protocols) === String(truth.protocols) && row.anonymity === truth.anonymity;
}
