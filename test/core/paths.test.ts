/** Where files live: flags before environment before XDG, and a socket path the kernel takes. */
import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { makePrivateFolder, resolvePaths, socketPath } from '../../src/core/paths.ts';

let folder = '';
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'refbot-paths-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

const home = '/home/ada';

for (const [what, options, state, config] of [
  [
    'nothing set',
    { env: { HOME: home } },
    `${home}/.local/state/refbot/state.json`,
    `${home}/.config/refbot/config.json`,
  ],
  [
    'XDG',
    { env: { HOME: home, XDG_STATE_HOME: '/s', XDG_CONFIG_HOME: '/c' } },
    '/s/refbot/state.json',
    '/c/refbot/config.json',
  ],
  [
    'a relative XDG folder counts as absent',
    { env: { HOME: home, XDG_STATE_HOME: 's' } },
    `${home}/.local/state/refbot/state.json`,
    `${home}/.config/refbot/config.json`,
  ],
  [
    'own variables',
    { env: { HOME: home, XDG_STATE_HOME: '/s', REFBOT_STATE: 'my.json', REFBOT_CONFIG: '/my/c.json' } },
    '/work/here/my.json',
    '/my/c.json',
  ],
  [
    'flags',
    { env: { HOME: home, REFBOT_STATE: '/e.json', REFBOT_CONFIG: '/e' }, state: '../f.json', config: 'c.json' },
    '/work/f.json',
    '/work/here/c.json',
  ],
  [
    'empty variables count as absent',
    { env: { HOME: home, REFBOT_STATE: '', XDG_STATE_HOME: '' } },
    `${home}/.local/state/refbot/state.json`,
    `${home}/.config/refbot/config.json`,
  ],
] as const) {
  test(`paths: ${what}`, () => {
    const paths = resolvePaths({ cwd: '/work/here', ...options });
    assert.equal(paths.state, state);
    assert.equal(paths.config, config);
    assert.equal(dirname(paths.lock), dirname(paths.state));
  });
}

test('two states in one folder share no sibling', () => {
  const a = resolvePaths({ env: {}, cwd: '/', state: '/x/a.json' });
  const b = resolvePaths({ env: {}, cwd: '/', state: '/x/a' });
  for (const key of ['previous', 'lock', 'backups', 'keys', 'log', 'socket'] as const)
    assert.notEqual(a[key], b[key], key);
});

test('the socket lies in the runtime folder, has the same name over a link, and never a long path', async () => {
  const env = { XDG_RUNTIME_DIR: folder };
  const state = join(folder, 'state.json');
  const path = socketPath(state, env);
  assert.equal(dirname(path), join(folder, 'refbot'));
  await symlink(folder, join(folder, 'link'));
  assert.equal(socketPath(join(folder, 'link', 'state.json'), env), path, 'before the file exists');
  await writeFile(state, '{}');
  await symlink(state, join(folder, 'alias.json'));
  assert.equal(socketPath(join(folder, 'alias.json'), env), path, 'a link to the file');
  const alias = resolvePaths({ env, cwd: '/', state: join(folder, 'alias.json') });
  assert.equal(alias.lock, resolvePaths({ env, cwd: '/', state }).lock, 'one state, one lock');
  assert.equal(socketPath(state, env), path, 'once it exists');

  const long = join(folder, 'x'.repeat(120));
  await mkdir(long);
  for (const runtime of [undefined, '', 'relative', join(folder, 'absent'), state, long]) {
    const fallback = socketPath(state, { XDG_RUNTIME_DIR: runtime });
    assert.ok(Buffer.byteLength(fallback) <= 100, fallback);
    assert.notEqual(dirname(fallback), join(folder, 'refbot'));
  }
});

test('a private folder is made private, and one that is no folder is refused', async () => {
  const path = join(folder, 'a', 'b');
  await makePrivateFolder(path);
  assert.equal((await stat(path)).mode & 0o777, 0o700);
  await chmod(path, 0o755);
  await makePrivateFolder(path);
  assert.equal((await stat(path)).mode & 0o777, 0o700);
  await symlink(path, join(folder, 'link'));
  await assert.rejects(makePrivateFolder(join(folder, 'link')), { errorName: 'file-io' });
});
