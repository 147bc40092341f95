/** `backup create`: keeps a copy of the whole state. */
import { defineCommand } from '../../src/command/define.ts';
import { text } from '../../src/command/types/text.ts';
import { safeText } from '../../src/lib/safe-text.ts';
import { BACKUP_COLUMNS, backupRow } from './_columns.ts';

export default defineCommand({
  summary: 'Keeps a copy of the whole state; the newest ten are kept',
  args: [{ name: 'reason', type: text, default: 'manual', help: 'a few words to know it by' }],
  effect: 'write',
  output: 'value',
  columns: BACKUP_COLUMNS,
  examples: ['backup create', "backup create 'before the big import'"],
  run: async ({ engine }, args) => backupRow(await engine.act.createBackup(safeText(args.reason, 200))),
});
