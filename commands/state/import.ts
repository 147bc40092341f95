/** `state import`: a file of `state export` in the place of the present state, which is backed up first. */
import { basename } from 'node:path';
import { defineCommand } from '../../src/command/define.ts';
import { path } from '../../src/command/types/path.ts';
import { safeText } from '../../src/lib/safe-text.ts';
import { count, plain } from '../_show.ts';

export default defineCommand({
  summary: 'Puts an exported state in the place of the present one',
  description:
    'The file is read to its last byte before anything is changed: a damaged or edited one is refused, and so is one of a newer RefBot. The present state is backed up first: restoring that backup undoes the import. To add proxies to those that are here use `proxies import`.',
  args: [{ name: 'file', type: path, help: 'as `state export` wrote it, or - for standard input' }],
  effect: 'danger',
  output: 'value',
  columns: [plain('imported'), count('proxies'), plain('undo', 'undo with')],
  examples: ['state import refbot.json --yes'],
  async run({ engine, io }, { file }) {
    const name = file === '-' ? 'stdin' : safeText(basename(file), 100);
    const { proxies, undo } = await engine.act.importState(io.openRead(file), name);
    return { imported: name, proxies, undo };
  },
});
