/** `backup verify`: reads backups to their last byte and compares them with the checksums made with them. */
import { defineCommand } from '../../src/command/define.ts';
import { word } from '../../src/command/types/word.ts';
import { fail } from '../../src/model/errors.ts';
import type { BackupReport } from '../../store/backups.ts';
import { keepCheck } from '../_keep-check.ts';
import { bytes, count, plain, prose, time } from '../_show.ts';

export default defineCommand({
  summary: 'Reads backups to the last byte and says whether they are what was written',
  description:
    'Exit status 4 when one is not. Every changed byte is found, in the copy and in its manifest; `state checks` lists what was found.',
  args: [{ name: 'name', type: word, default: 'all', help: 'as `backup list` shows it; default: all' }],
  effect: 'read',
  output: 'rows',
  columns: [
    plain('name'),
    plain('state'),
    time('createdAt', 'created'),
    count('proxies'),
    bytes('bytes', 'size'),
    prose('problem', 24),
  ],
  fields: ['name', 'state', 'createdAt', 'proxies', 'bytes', 'problem'],
  empty: () => 'no backups yet: backup create',
  examples: ['backup verify', 'backup verify 20261120T213500Z'],
  async run({ engine, note }, { name }) {
    const reports = await engine.view.verifyBackups(name === 'all' ? null : name);
    await keepCheck(engine.view.status().stateFile, name === 'all' ? 'backups' : name, reports, note);
    const broken = reports.filter(({ state }) => state === 'broken');
    if (broken.length === 0) return reports.map(row);
    throw fail('state-broken', broken.map(({ name, problem }) => `backup ${name}: ${problem}`).join('\n  '), {
      hint: '`backup remove` removes it, `backup create` makes another',
      data: { backups: reports.map(row) },
    });
  },
});

function row(report: BackupReport): Readonly<Record<string, unknown>> {
  return { ...report };
}
