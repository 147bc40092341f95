/**
 * What npm would publish works: the tarball, built and unpacked below a node_modules with nothing beside it but the
 * dependencies that package.json declares, tells its version and runs the demo from dist/.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { withWorld, type World } from '../help/world.ts';

const root = join(import.meta.dirname, '..', '..');
const run = promisify(execFile);
/** What a build needs of a checkout. A copy, so that the developer's own dist/ stays as it is. */
const PARTS = [
  'src',
  'store',
  'commands',
  'bin',
  'docs',
  'package.json',
  'tsconfig.json',
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
];

interface Manifest {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;

async function install(world: World): Promise<string> {
  const copy = join(world.folder, 'checkout');
  for (const part of PARTS) cpSync(join(root, part), join(copy, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  const { stdout } = await run('npm', ['pack', '--json', '--silent'], {
    cwd: copy,
    env: { ...process.env, npm_config_update_notifier: 'false' },
  });
  const [{ filename }] = JSON.parse(stdout.slice(stdout.indexOf('['))) as [{ filename: string }];
  const modules = join(world.folder, 'app', 'node_modules');
  mkdirSync(join(modules, 'refbot'), { recursive: true });
  await run('tar', ['-xzf', join(copy, filename), '-C', join(modules, 'refbot'), '--strip-components=1']);
  for (const name of Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies })) {
    const installed = join(root, 'node_modules', name);
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    if (existsSync(installed)) symlinkSync(relative(dirname(join(modules, name)), installed), join(modules, name));
  }
  return join(modules, 'refbot');
}

test('the packed program runs', async (context) => {
  try {
    await run('npm', ['--version']);
  } catch {
    return context.skip('npm is not on the path');
  }
  await withWorld(async (world) => {
    const installed = await install(world);
    const launcher = join(installed, 'bin', 'refbot.js');
    assert.ok(!existsSync(join(installed, 'src')), 'no TypeScript is shipped');
    const version = await run(process.execPath, [launcher, '--version']);
    assert.equal(version.stdout.trim(), manifest.version);
    const demo = await world.run(['shell', '--demo'], { launcher });
    assert.equal(demo.code, 0, demo.stderr);
    assert.match(demo.stdout, /elite/);
  });
});
