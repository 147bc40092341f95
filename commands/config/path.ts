/** `config path`: where config.json is, or would be. */
import { existsSync } from 'node:fs';
import { defineCommand } from '../../src/command/define.ts';
import { resolvePaths } from '../../src/core/paths.ts';
import { plain, yesNo } from '../_show.ts';

export default defineCommand({
  summary: 'Says where config.json is',
  effect: 'read',
  output: 'value',
  needs: 'none',
  columns: [plain('file'), yesNo('exists')],
  examples: ['config path'],
  run({ engine, io }) {
    const file = engine?.config.file ?? resolvePaths({ env: process.env, cwd: io.cwd }).config;
    return { file, exists: existsSync(file) };
  },
});
