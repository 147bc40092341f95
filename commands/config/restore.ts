/** `config restore`: makes config.json what it was after an earlier change. */
import { defineCommand } from '../../src/command/define.ts';
import { int } from '../../src/command/types/int.ts';
import { count, plain } from '../_show.ts';

export default defineCommand({
  summary: 'Makes the configuration what it was after an earlier change',
  description:
    'Secrets, and addresses with a password, stay as they are now. This is a change like any other: it stands in the history, and `undo` takes it back.',
  args: [{ name: 'number', type: int({ min: 1 }), help: 'as `config history` shows it' }],
  effect: 'write',
  output: 'value',
  columns: [count('restored'), plain('changed')],
  empty: () => 'it is like that already',
  examples: ['config restore 3'],
  async run({ engine, note }, { number }) {
    const changed = await engine.act.restoreConfig(number);
    if (changed.length === 0) note('nothing that is in force changed');
    return { restored: number, changed: changed.join(', ') };
  },
});
