/**
 * Runs the tests: `npm test` all of them, `npm test -- test/demo` those below a folder, `npm run test:soak` the long forms
 * (files `*.soak.test.ts`, which `npm test` runs in their short form). Nothing of the user's own state is touched and
 * nothing but loopback is dialled.
 */
import { spawn } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const given = process.argv.slice(2);
const long = given.includes('--soak');
const wanted = given.filter((argument) => argument !== '--soak');

const pattern = long ? '**/*.soak.test.ts' : '**/*.test.ts';
const files = (wanted.length > 0 ? wanted : ['test']).flatMap((path) =>
  statSync(join(root, path)).isDirectory() ? globSync(join(path, pattern), { cwd: root }).sort() : [path],
);

const home = mkdtempSync(join(tmpdir(), 'refbot-test-'));
const folders = { XDG_STATE_HOME: 'state', XDG_CONFIG_HOME: 'config', XDG_CACHE_HOME: 'cache', XDG_RUNTIME_DIR: 'run' };
const env: NodeJS.ProcessEnv = { ...process.env, REFBOT_NETWORK: 'loopback', REFBOT_SOAK: long ? '1' : '' };
for (const [name, folder] of Object.entries(folders)) {
  env[name] = join(home, folder);
  mkdirSync(env[name], { mode: 0o700 });
}
// Settings of the person who runs the tests must not decide them.
for (const name of ['REFBOT_STATE', 'REFBOT_CONFIG', 'NO_COLOR', 'FORCE_COLOR']) delete env[name];
// Whatever the program under test does, nothing leaves this machine.
env['NODE_OPTIONS'] =
  `${env['NODE_OPTIONS'] ?? ''} --require="${join(import.meta.dirname, 'help', 'loopback-only.cjs')}"`.trim();
env['NODE_COMPILE_CACHE'] = join(root, 'node_modules', '.cache', 'compile');

const limitMs = long ? 3_600_000 : 120_000;
const child = spawn(
  process.execPath,
  [
    '--test',
    '--test-reporter=spec',
    `--test-concurrency=${availableParallelism()}`,
    `--test-timeout=${limitMs}`,
    ...files,
  ],
  { cwd: root, env, stdio: 'inherit' },
);
// --test-timeout ends a test, not a file whose tests are over and that has left a socket or a thread open.
const wholeMs = 20 * 60_000;
const patience = setTimeout(() => {
  console.error(`the tests did not end within ${wholeMs / 60_000} minutes: the file that printed nothing hangs`);
  child.kill('SIGTERM');
}, wholeMs);
if (long) clearTimeout(patience);
// The terminal sends Ctrl-C to the child as well; a kill reaches only this process and has to be passed on.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('close', (code) => {
  clearTimeout(patience);
  rmSync(home, { recursive: true, force: true });
  process.exitCode = code ?? 1;
});
