/** Rows of jobs, and the type of an argument that names one. */
import type { Column } from '../src/command/define.ts';
import { int } from '../src/command/types/int.ts';
import type { ArgType } from '../src/command/types.ts';
import { NOTHING, count, duration, plain, prose } from './_show.ts';
import { formatCount } from '../src/lib/units.ts';

export const JOB_COLUMNS: readonly Column[] = [
  count('id'),
  plain('state'),
  prose('title', 16),
  {
    field: 'done',
    align: 'right',
    show: (value, row) => {
      const done = formatCount(Number(value));
      return typeof row['total'] === 'number' ? `${done}/${formatCount(row['total'])}` : done;
    },
  },
  { field: 'rate', align: 'right', show: (value) => (typeof value === 'number' ? `${formatCount(value)}/s` : NOTHING) },
  duration('etaMs', 'eta'),
  duration('ms', 'took'),
  prose('note', 16),
  prose('error', 24),
  plain('kind'),
];

export const JOB_FIELDS: readonly string[] = [
  'id',
  'kind',
  'title',
  'state',
  'done',
  'total',
  'rate',
  'etaMs',
  'note',
  'startedAt',
  'ms',
  'error',
];

export const jobId: ArgType<number> = {
  ...int({ min: 1 }),
  name: 'job',
  complete: (_prefix, { engine }) =>
    (engine?.jobs.list() ?? [])
      .filter(({ state }) => state === 'running')
      .map(({ id, title }) => ({ value: String(id), help: title })),
};
