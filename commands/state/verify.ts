/** `state verify`: reads the state file, the save before it and their journals to the last byte, without opening the state. */
import { defineCommand } from '../../src/command/define.ts';
import { resolvePaths } from '../../src/core/paths.ts';
import { fail } from '../../src/model/errors.ts';
import { type FileReport, verifyState } from '../../store/verify.ts';
import { keepCheck } from '../_keep-check.ts';
import { ago, bytes, count, plain, prose } from '../_show.ts';

export default defineCommand({
  summary: 'Reads the state file, the save before it and their journals to the last byte',
  description:
    'Exit status 4 when one of them is broken. Changes none of them, needs no lock, works while RefBot runs; `state checks` lists what was found.',
  effect: 'read',
  output: 'rows',
  needs: 'none',
  columns: [
    prose('file', 24),
    plain('state'),
    count('proxies'),
    bytes('bytes', 'size'),
    ago('savedAt', 'saved'),
    prose('problem', 24),
  ],
  fields: ['file', 'state', 'proxies', 'bytes', 'savedAt', 'problem'],
  examples: ['state verify'],
  async run({ engine, io, note }) {
    const file = engine?.view.status().stateFile ?? resolvePaths({ env: process.env, cwd: io.cwd }).state;
    const { ok, main, previous, journals } = await verifyState(file);
    const files = [main, previous, ...journals];
    await keepCheck(file, 'state', files, note);
    if (ok) return files.map(row);
    const broken = files.filter(({ state }) => state === 'broken');
    throw fail('state-broken', broken.map(({ file, problem }) => `${file}: ${problem}`).join('\n  '), {
      hint: 'RefBot starts with what is good of them and keeps the others aside; there is also `backup list`',
      data: { files: files.map(row) },
    });
  },
});

function row({ file, state, proxies, bytes, savedAt, problem }: FileReport): Readonly<Record<string, unknown>> {
  return { file, state, proxies, bytes, savedAt, problem };
}
