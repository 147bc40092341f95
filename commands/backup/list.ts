/** `backup list`: the copies that are kept, newest first. */
import { defineCommand } from '../../src/command/define.ts';
import { BACKUP_COLUMNS, backupRow } from './_columns.ts';

export default defineCommand({
  summary: 'Lists the copies of the state, newest first',
  effect: 'read',
  output: 'rows',
  columns: BACKUP_COLUMNS,
  examples: ['backup list'],
  async run({ engine }) {
    const backups = await engine.view.backups();
    return backups.toSorted((a, b) => (a.name < b.name ? 1 : -1)).map(backupRow);
  },
});
