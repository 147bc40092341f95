/** `config validate`: everything that is wrong with a configuration, all at once. Works where a broken one stops the rest. */
import { resolve } from 'node:path';
import { defineCommand } from '../../src/command/define.ts';
import { path } from '../../src/command/types/path.ts';
import { validateConfig } from '../../src/core/config/config.ts';
import { resolvePaths } from '../../src/core/paths.ts';
import { ERRORS, fail } from '../../src/model/errors.ts';
import { plain, yesNo } from '../_show.ts';

export default defineCommand({
  summary: 'Says everything that is wrong with config.json and the environment',
  description: 'Exit status 4 when something is wrong. Changes nothing and needs no state file.',
  args: [{ name: 'file', type: path, required: false, help: 'default: the config.json in use' }],
  effect: 'read',
  output: 'value',
  needs: 'none',
  columns: [plain('file'), yesNo('valid')],
  examples: ['config validate', 'config validate ./config.json'],
  run({ engine, io }, args) {
    const file = args.file === undefined ? usedFile(engine?.config.file, io.cwd) : resolve(io.cwd, args.file);
    const problems = validateConfig({ file, env: process.env });
    if (problems.length === 0) return { file, valid: true };
    const lines = problems.map(({ message, hint }) => `  ${message} (${hint})`);
    throw fail(
      problems[0]!.error,
      `${problems.length === 1 ? '1 problem' : `${problems.length} problems`} in ${file}\n${lines.join('\n')}`,
      {
        data: {
          file,
          problems: problems.map(({ error, path, message, hint }) => ({
            code: ERRORS[error].code,
            key: path,
            problem: message,
            hint,
          })),
        },
      },
    );
  },
});

function usedFile(inUse: string | null | undefined, cwd: string): string {
  return inUse ?? resolvePaths({ env: process.env, cwd }).config;
}
