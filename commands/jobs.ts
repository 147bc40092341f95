/** `jobs`: long work that runs, and what ran lately. */
import { defineCommand } from '../src/command/define.ts';
import { JOB_COLUMNS, JOB_FIELDS } from './_job.ts';

export default defineCommand({
  summary: 'Lists long work that runs and what ran lately',
  effect: 'read',
  output: 'rows',
  columns: JOB_COLUMNS,
  fields: JOB_FIELDS,
  examples: ['jobs', 'jobs | where state = running'],
  run: ({ engine }) => engine.jobs.list().map((job) => ({ ...job })),
});
