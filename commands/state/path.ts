/** `state path`: where the state file and the files beside it are. */
import { existsSync } from 'node:fs';
import { defineCommand } from '../../src/command/define.ts';
import { resolvePaths, siblings } from '../../src/core/paths.ts';
import { plain, yesNo } from '../_show.ts';

export default defineCommand({
  summary: 'Says where the state file and the files beside it are',
  effect: 'read',
  output: 'value',
  needs: 'none',
  columns: [plain('state'), yesNo('exists'), plain('previous'), plain('backups'), plain('log'), plain('keys')],
  fields: ['state', 'exists', 'previous', 'backups', 'log', 'keys'],
  examples: ['state path', 'state path --json'],
  run({ engine, io }) {
    const state = engine?.view.status().stateFile ?? resolvePaths({ env: process.env, cwd: io.cwd }).state;
    const { previous, backups, log, keys } = siblings(state);
    return { state, exists: existsSync(state), previous, backups, log, keys };
  },
});
