/** `wait`: until one job has ended, or all that run. */
import { defineCommand } from '../src/command/define.ts';
import { JOB_COLUMNS, JOB_FIELDS, jobId } from './_job.ts';

export default defineCommand({
  summary: 'Waits until jobs have ended',
  args: [{ name: 'job', type: jobId, required: false, help: 'its id; default: all that run' }],
  effect: 'read',
  output: 'rows',
  columns: JOB_COLUMNS,
  fields: JOB_FIELDS,
  examples: ['wait', 'wait 3'],
  async run({ engine, signal }, args) {
    const running = engine.jobs.list().filter(({ state }) => state === 'running');
    const ids = args.job === undefined ? running.map(({ id }) => id) : [args.job];
    const ended = await Promise.all(ids.map((id) => engine.jobs.wait(id, signal)));
    return ended.map((job) => ({ ...job }));
  },
});
