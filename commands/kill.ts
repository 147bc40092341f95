/** `kill`: cancels a job; what it did so far is kept. */
import { defineCommand } from '../src/command/define.ts';
import { JOB_COLUMNS, JOB_FIELDS, jobId } from './_job.ts';

export default defineCommand({
  summary: 'Cancels a job and keeps what it did so far',
  args: [{ name: 'job', type: jobId, help: 'its id, as `jobs` shows it' }],
  effect: 'write',
  output: 'value',
  columns: JOB_COLUMNS,
  fields: JOB_FIELDS,
  show: ({ id, title, state }) => `job ${String(id)}, ${String(title)}: ${String(state)}\n`,
  examples: ['kill 3'],
  async run({ engine, signal }, args) {
    engine.jobs.cancel(args.job);
    return { ...(await engine.jobs.wait(args.job, signal)) };
  },
});
