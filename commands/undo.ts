/** `undo`: takes the last removal, ban, tag or change of sources or configuration back. */
import { defineCommand } from '../src/command/define.ts';
import { ago, plain } from './_show.ts';

export default defineCommand({
  summary: 'Takes back what the last command removed, banned, tagged or set',
  description:
    'The last twenty of: proxies remove, ban, unban, tag and untag, sources remove, enable and disable, config set and reset. Removed proxies return with their ids and their history. Nothing is remembered from one start to the next.',
  flags: { list: { help: 'only show what could be taken back, the next one first' } },
  effect: 'write',
  output: 'value',
  columns: [plain('undone'), plain('what'), ago('at', 'done')],
  empty: () => 'there is nothing to undo',
  examples: ['undo', 'undo --list'],
  async run({ engine, present }, args) {
    if (args.list) {
      present({ fields: ['what', 'at'] });
      return engine.view.undos().map((row) => ({ ...row }));
    }
    const { what, at } = await engine.act.undo();
    return { undone: what, at };
  },
});
