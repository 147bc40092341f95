/** What another process uses, as the kernel counts it. Linux only. */
import { readFileSync } from 'node:fs';

/** Linux' USER_HZ. */
const TICKS_PER_SECOND = 100;

/** Milliseconds of processor time that it has used, and the memory it holds. */
export function usage(pid: number): { cpuMs: number; rssMb: number } {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  const rss = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return { cpuMs: ((Number(fields[11]) + Number(fields[12])) * 1_000) / TICKS_PER_SECOND, rssMb: Number(rss) / 1024 };
}
