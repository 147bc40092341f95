/** `state checks`: when the state and its backups were verified, and with what result. */
import { defineCommand } from '../../src/command/define.ts';
import { resolvePaths } from '../../src/core/paths.ts';
import { listChecks } from '../../store/check-history.ts';
import { ago, bytes, count, plain, prose } from '../_show.ts';

export default defineCommand({
  summary: 'Lists when the state and its backups were verified and what was found, newest first',
  description: 'The last hundred of `state verify` and `backup verify`.',
  effect: 'read',
  output: 'rows',
  needs: 'none',
  columns: [
    ago('at', 'looked'),
    plain('what'),
    plain('status'),
    count('files'),
    bytes('bytes', 'size'),
    prose('problems', 24),
  ],
  fields: ['at', 'what', 'status', 'files', 'bytes', 'problems'],
  empty: () => 'never looked yet: state verify',
  examples: ['state checks', 'state checks | where status = broken'],
  async run({ engine, io }) {
    const file = engine?.view.status().stateFile ?? resolvePaths({ env: process.env, cwd: io.cwd }).state;
    return (await listChecks(file)).reverse().map((check) => ({ ...check, problems: check.problems.join('; ') }));
  },
});
