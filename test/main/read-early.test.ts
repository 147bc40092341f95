/** The state is being read before what will use it is loaded, by every face that opens one, and by no command that needs none. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { PtyScreen } from '../help/pty-screen.ts';
import { World } from '../help/world.ts';

const PROXIES = 6_000;
const HOOK = new URL('../help/start-order.ts', import.meta.url).href;
const READER = 'thread state-reader';
/** What needs most modules. */
const ENGINE = 'src/engine.ts';
let world: World;
let runs = 0;

before(async () => {
  world = new World();
  const list = Array.from({ length: PROXIES }, (_, i) => `127.${i >> 8}.${i & 255}.1:9`).join('\n');
  const { code, stderr } = await world.run(['proxies', 'import', world.file('list.txt', list), '--allow-private']);
  assert.equal(code, 0, stderr);
});
after(() => world.end());

function orderEnv(): { env: Record<string, string>; order: () => string[] } {
  const file = join(world.folder, `order-${++runs}`);
  const env = { NODE_OPTIONS: `--import=${HOOK}`, REFBOT_START_ORDER: file };
  return { env, order: () => (existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []) };
}

function assertEarly(order: readonly string[], later: readonly string[]): void {
  const begun = order.indexOf(READER);
  assert.ok(begun >= 0, order.join(' '));
  for (const name of later) assert.ok(order.indexOf(name) > begun, `${name} was loaded before the state was read`);
  assert.equal(order.lastIndexOf(READER), begun, 'it is read once');
}

test('one command', async () => {
  const { env, order } = orderEnv();
  const { code, stdout } = await world.run(['proxies', 'stats', '--json'], { env });
  assert.equal(code, 0);
  assert.equal((JSON.parse(stdout) as { data: { total: number } }).data.total, PROXIES);
  assertEarly(order(), [ENGINE, 'src/command/create-interpreter.ts']);
});

test('a script, and an alias', async () => {
  const text = orderEnv();
  assert.equal((await world.run(['-c', 'proxies top 1 ; proxies stats'], { env: text.env })).code, 0);
  assertEarly(text.order(), [ENGINE]);
  assert.equal((await world.run(['-c', 'alias few = proxies top 1'])).code, 0);
  const alias = orderEnv();
  assert.equal((await world.run(['few'], { env: alias.env })).code, 0);
  assertEarly(alias.order(), [ENGINE]);
});

test('a command that needs no state reads none and loads no engine', async () => {
  for (const args of [
    ['help', 'proxies'],
    ['echo', 'x'],
    ['state', 'path'],
    ['-c', 'proxies top 1', '--check'],
  ]) {
    const { env, order } = orderEnv();
    assert.equal((await world.run(args, { env })).code, 0, args.join(' '));
    assert.ok(!order().includes(READER), args.join(' '));
    assert.ok(!order().includes(ENGINE), args.join(' '));
  }
});

test('serve', async () => {
  const { env, order } = orderEnv();
  const serve = world.start(['serve'], { env });
  await serve.until(/started: 6000 proxies/);
  assertEarly(order(), [ENGINE]);
  // Whoever holds the state has read it: a second program does not.
  const second = orderEnv();
  assert.equal((await world.run(['proxies', 'top', '1'], { env: second.env })).code, 0);
  assert.ok(!second.order().includes(READER));
  serve.child.kill('SIGTERM');
  assert.equal((await serve.ended).code, 0);
});

test('the shell: before its first frame, and what was typed while it was opened is answered', async () => {
  const { env, order } = orderEnv();
  const screen = new PtyScreen(
    process.execPath,
    [join(import.meta.dirname, '../../bin/refbot.js'), '--state', world.stateFile, 'shell'],
    {
      cwd: world.folder,
      env: {
        ...env,
        HOME: world.folder,
        XDG_STATE_HOME: world.folder,
        XDG_CONFIG_HOME: world.folder,
        XDG_RUNTIME_DIR: world.folder,
      },
    },
  );
  await screen.waitFor(() => screen.raw.includes('\x1b[?2026l'));
  // A short name, whose command is not loaded yet.
  screen.write('q\r');
  assert.equal((await screen.exited).exitCode, 0);
  assertEarly(order(), ['src/main/full-screen.ts', 'src/shell/shell.ts', ENGINE]);
});
