/** `targets show`: what each proxy did at one page of one's own. */
import { defineCommand } from '../../src/command/define.ts';
import { target } from '../../src/command/types/target.ts';
import { SLICE_MS, Slicer } from '../../src/lib/slices.ts';
import { ago, count, duration, plain, words, yesNo } from '../_show.ts';

export default defineCommand({
  summary: 'Shows what each proxy did at a page of your own',
  description: 'One row for each proxy that was checked against it: the last check there, and how many passed.',
  args: [{ name: 'page', type: target, help: 'its URL, or a part of it that no other has' }],
  effect: 'read',
  output: 'rows',
  columns: [
    plain('address'),
    yesNo('passed'),
    plain('reason'),
    count('status', 'code'),
    duration('latencyMs', 'latency'),
    words('protocols'),
    count('checks'),
    count('passes'),
    { ...plain('tlsIntact', 'tls intact'), sparse: true },
    ago('at', 'checked'),
    { field: 'id', align: 'right' },
  ],
  examples: [
    'targets show http://127.0.0.1:8000/',
    'targets show 127.0.0.1 | where passed = true | sort latencyMs | first 10',
    'targets show 127.0.0.1 | group by reason',
  ],
  async *run({ engine, signal }, args) {
    const { id: page } = engine.view.target(args.page);
    const slicer = new Slicer(SLICE_MS, signal);
    for (const id of await engine.view.checkedAt(page)) {
      if (slicer.due()) await slicer.breathe();
      const result = engine.view.targetResult(page, id);
      // Removed meanwhile.
      if (result !== null) yield { id, address: engine.view.row(id).address, ...result };
    }
  },
});
