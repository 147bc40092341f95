/** What is loaded before the first frame of the shell, and before the answer to the first line: nothing that they do without. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { PtyScreen } from '../help/pty-screen.ts';
import { World } from '../help/world.ts';

const HOOK = new URL('../help/start-order.ts', import.meta.url).href;
/** The language, the engine, and what a key opens. */
const AFTER_FRAME =
  /^src\/command\/(?:syntax|check|run|complete|highlight|help)\/(?!lex)|^src\/(?:engine|core\/log|pool\/pool|shell\/overlays)|^src\/shell\/(?:first-looks|panels\/(?:alerts|charts|guide|jobs|options|proxies|proxy|sources)|themes\/(?:light|mono|high-contrast))\.ts$/;
/** What somebody who stays will ask for, or nobody. */
const AFTER_ANSWER =
  /^src\/(?:sources|checker|demo|local|net)\/|^src\/command\/(?:highlight\/|complete\/(?!lex)|run\/(?:call-function|run-source)|completions)|^src\/shell\/(?:overlays|manual|screenshot|proxy-page|prompt\/(?:warm-up|edit-outside)|first-looks|terminal\/recorder|table\/row-filter|panels\/(?:alerts|charts|guide|proxies))|^store\/(?:backups|transfer|verify)|^commands\/(?!proxies\/|targets\/_|_)|^node_modules\/(?:pino|yargs-parser|undici)$/;
/** Files of ours before the answer; there were 520 once. */
const MOST = 412;

let world: World;
before(() => {
  world = new World();
});
after(() => world.end());

/** What happened in which order. On a busy machine the shell may be at rest before the line has come: such a start says nothing. */
async function startWithLine(tries = 5): Promise<string[]> {
  const file = join(world.folder, `order-${tries}`);
  const read = (): string[] => (existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []);
  const screen = new PtyScreen(process.execPath, [join(import.meta.dirname, '../../bin/refbot.js'), 'shell'], {
    cwd: world.folder,
    env: {
      NODE_OPTIONS: `--import=${HOOK}`,
      REFBOT_START_ORDER: file,
      REFBOT_TEST_MARKS: '1',
      REFBOT_STATE: join(world.folder, `new-${tries}`, 'state.json'),
      HOME: world.folder,
      XDG_STATE_HOME: world.folder,
      XDG_CONFIG_HOME: world.folder,
      XDG_RUNTIME_DIR: world.folder,
    },
  });
  await screen.waitFor(() => read().includes('frame'));
  screen.write('proxies top 3\r');
  await screen.waitFor(() => read().includes('answer') && read().includes('src/shell/panels/charts.ts'));
  const order = read();
  screen.write('quit\r');
  assert.equal((await screen.exited).exitCode, 0);
  const isInTime = order.indexOf('commands/proxies/top.ts') < order.indexOf('answer');
  return isInTime || tries === 1 ? order : startWithLine(tries - 1);
}

test('a shell answers a line that was typed at its first frame with what it needs, and loads the rest then', async () => {
  const order = await startWithLine();
  const first = order.slice(0, order.indexOf('frame'));
  const answered = order.slice(0, order.indexOf('answer'));
  assert.deepEqual(
    first.filter((name) => AFTER_FRAME.test(name)),
    [],
  );
  assert.deepEqual(
    answered.filter((name) => AFTER_ANSWER.test(name)),
    [],
  );
  const ours = new Set(answered.filter((name) => name.endsWith('.ts')));
  assert.ok(ours.has('commands/proxies/top.ts') && ours.has('src/engine.ts'));
  assert.ok(ours.size <= MOST, `${ours.size} files of ours are loaded before the answer`);
});

test('a single command loads neither what is typed nor what is collected, and no log where nothing is logged', async () => {
  const file = join(world.folder, 'order-once');
  const env = { NODE_OPTIONS: `--import=${HOOK}`, REFBOT_START_ORDER: file };
  assert.equal((await world.run(['proxies', 'top', '3'], { env })).code, 0);
  const order = readFileSync(file, 'utf8').trim().split('\n');
  // World names the state by a flag, and the flags are yargs-parser's to read.
  const wrong = order.filter((name) => AFTER_ANSWER.test(name) && !/yargs-parser|^src\/local\//.test(name));
  assert.deepEqual(wrong, []);
  assert.ok(!order.includes('src/local/serve-local.ts'));
});
