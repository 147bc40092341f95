/** `sources remove`: forgets a list of one's own; its proxies stay. */
import { defineCommand } from '../../src/command/define.ts';
import { plain } from '../_show.ts';
import { hintUndo } from '../_undo.ts';
import { sourceName } from './_row.ts';

export default defineCommand({
  summary: 'Forgets a list of your own; the proxies it named stay',
  description: 'A built-in source cannot be removed: `sources disable` keeps it from being fetched.',
  args: [{ name: 'source', type: sourceName, help: 'its name' }],
  effect: 'danger',
  output: 'value',
  columns: [plain('removed')],
  examples: ['sources remove lab --yes'],
  async question({ engine }, { source }) {
    const isOwn = engine.view.sources().some(({ name, kind }) => name === source && kind === 'own');
    return isOwn ? `forget the source ${String(source)}? The proxies it named stay` : null;
  },
  async run(context, args) {
    await context.engine.act.removeSource(args.source);
    hintUndo(context, 'it');
    return { removed: args.source };
  },
});
