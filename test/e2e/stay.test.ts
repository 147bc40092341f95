/** The real shell in a terminal: the rc file, a file and a text come first, then it stays; jobs run beside the prompt. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { PtyScreen } from '../help/pty-screen.ts';
import { withWorld, type World } from '../help/world.ts';

const LAUNCHER = join(import.meta.dirname, '..', '..', 'bin', 'refbot.js');

async function inShell(
  world: World,
  args: readonly string[],
  use: (screen: PtyScreen) => Promise<void>,
): Promise<void> {
  const env = {
    HOME: world.folder,
    XDG_CONFIG_HOME: join(world.folder, 'config'),
    XDG_STATE_HOME: join(world.folder, 'state'),
    XDG_RUNTIME_DIR: join(world.folder, 'run'),
  };
  const screen = new PtyScreen(process.execPath, [LAUNCHER, 'shell', ...args], { env, cwd: world.folder });
  try {
    await use(screen);
    screen.write('quit\r');
    assert.equal((await screen.exited).exitCode, 0);
  } finally {
    await screen.close();
  }
}

test('what the rc file, a file and a text set is there at the prompt', async () => {
  await withWorld(async (world) => {
    mkdirSync(join(world.folder, 'config', 'refbot'), { recursive: true });
    writeFileSync(join(world.folder, 'config', 'refbot', 'rc'), 'def mine n { echo "mine $n" }\nlet a = one\n');
    world.file('begin.refbot', 'param n: int\nlet b = $n\n');
    await inShell(world, ['--run', 'begin.refbot', '5', '-c', 'echo "begun $a $b"'], async (screen) => {
      await screen.waitFor(/begun one 5/);
      screen.write('mine $b; sleep 300ms &\r');
      await screen.waitFor(/mine 5/);
      screen.write('echo "mean"while\r');
      await screen.waitFor(/meanwhile[^]*\[1\] done {2}sleep 300ms/);
    });
    await inShell(world, ['--no-rc', '-c', 'mine 5'], async (screen) => {
      await screen.waitFor(/unknown command mine/);
    });
    writeFileSync(join(world.folder, 'config', 'refbot', 'rc'), 'echo before\nproxies lits\n');
    await inShell(world, [], async (screen) => {
      await screen.waitFor(/unknown command proxies lits[^]*rc:2:1/);
    });
  });
});
