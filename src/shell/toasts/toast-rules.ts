/** What is worth a toast, and its words: ended jobs, and lines of the log that a person has to act on. Pure. */
import type { JobRow } from '../../engine/types.ts';
import { formatCount, formatDuration } from '../../lib/units.ts';
import type { LogEntry } from '../../model/events.ts';
import type { Toast } from './toasts.ts';

/** Whoever waited less is still looking. */
const WORTH_TELLING_MS = 2000;
/** Parts whose warnings mean that work is lost, or that something the person just did was not taken; others warn all day. */
const GRAVE_AREAS = new Set(['store', 'judge', 'check', 'local', 'demo', 'keys', 'record']);
/** What a job counts. */
const COUNTED: Readonly<Record<string, string>> = { check: 'checked', scrape: 'sources', import: 'read' };

/** @param watching the person sees the result where it is printed @returns null when nobody needs to be told */
export function toastForJob(job: JobRow, watching: boolean): Toast | null {
  if (job.state === 'running' || job.auto) return null;
  // Whoever cancelled it knows.
  if (job.state === 'cancelled') return null;
  if (job.state === 'failed') {
    if (watching && job.ms < WORTH_TELLING_MS) return null;
    return { level: 'bad', text: `${job.title} failed${job.error === null ? '' : `: ${job.error}`}` };
  }
  if (watching && job.ms < WORTH_TELLING_MS) return null;
  const facts = [
    ...(job.done > 0 ? [`${formatCount(job.done)} ${COUNTED[job.kind] ?? 'done'}`] : []),
    ...(job.note === '' ? [] : [job.note]),
    formatDuration(job.ms),
  ];
  return { level: 'good', text: `${job.title} finished: ${facts.join(', ')}` };
}

/** @returns null for what can wait in the log */
export function toastForLog({ level, area, message }: LogEntry): Toast | null {
  if (level === 'error') return { level: 'bad', text: `${area}: ${message}` };
  if (level === 'warn' && GRAVE_AREAS.has(area)) return { level: 'warn', text: `${area}: ${message}` };
  return null;
}
