/**
 * What npm would publish works: the tarball, built, unpacked and run as a user would, every kind of thread of it; and what
 * the build promises of its files: each module once, few to load, nothing of the shell in a thread.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Packed } from '../help/packed.ts';
import { PtyScreen } from '../help/pty-screen.ts';
import { withWorld, type StartOptions, type World } from '../help/world.ts';

const WORKER = /(?:^|\/|-)worker\.js$/;
/** Slow to load, and needed by none of those whose chunks are looked at. */
const HEAVY = ['node:crypto', 'node:tls', 'node:http', 'node:https', 'node:dns/promises', 'undici', 'blessed', 'pino'];
const ESCAPE = '\x1b[27u';

const hasNpm = (() => {
  try {
    return execFileSync('npm', ['--version']).length > 0;
  } catch {
    return false;
  }
})();
const options = hasNpm ? {} : { skip: 'npm is not on the path' };
let packed: Packed;
before(async () => {
  if (hasNpm) packed = await Packed.install();
});
after(() => packed?.end());

/** In the program as installed. @throws when it fails */
async function run(world: World, args: readonly string[], more: StartOptions = {}): Promise<string> {
  const { code, stdout, stderr } = await world.run(args, {
    launcher: packed.launcher,
    ...more,
    env: { ...packed.env, ...more.env },
  });
  assert.equal(code, 0, `refbot ${args.join(' ')}: ${stdout}${stderr}`);
  return stdout;
}

function screenOf(world: World, args: readonly string[], env: Readonly<Record<string, string>>): PtyScreen {
  const { folder } = world;
  const xdg = { XDG_STATE_HOME: folder, XDG_CONFIG_HOME: folder, XDG_RUNTIME_DIR: folder };
  return new PtyScreen(process.execPath, [packed.launcher, '--state', world.stateFile, 'shell', ...args], {
    cwd: folder,
    env: { HOME: folder, ...xdg, ...env },
  });
}

test('the program is shipped as JavaScript, and without what builds it', options, () => {
  const files = packed.files('.');
  assert.deepEqual(
    files.filter((file) => /\.(?:ts|map)$/.test(file) || /^(?:src|bin\/build)\//.test(file)),
    [],
  );
  assert.ok(files.includes('docs/commands.md'));
});

test('every module stands in one file, and what is loaded by its address is there', options, () => {
  const files = packed.files('dist').filter((file) => file.endsWith('.js'));
  const modules = files.flatMap((file) => packed.read(file).match(/^\/\/ (?:src|store|commands)\/.*\.ts$/gm) ?? []);
  assert.ok(modules.length > 500, `${modules.length} modules`);
  assert.deepEqual(
    modules.filter((name, at) => modules.indexOf(name) !== at),
    [],
  );
  const loaded = files.flatMap((file) => {
    const here = pathToFileURL(join(packed.folder, 'dist', file));
    const calls = packed
      .read(file)
      .matchAll(/\bsiblingModule\((?:new URL\("([^"]+)", import\.meta\.url\)\.href|import\.meta\.url), "([^"]+)"\)/g);
    return Array.from(calls, ([, place = '', name]) => fileURLToPath(new URL(`${name}.js`, new URL(place, here))));
  });
  assert.ok(loaded.length >= 10, loaded.join('\n'));
  assert.deepEqual(
    loaded.filter((path) => !existsSync(path)),
    [],
  );
});

test('a thread loads nothing of the shell, of the language or of the engine', options, () => {
  const workers = packed.files('dist').filter((file) => WORKER.test(file));
  assert.ok(workers.length >= 7, workers.join());
  for (const worker of [...workers, 'src/pool/row-packer.js']) {
    const chunks = [...packed.loadedWith(worker)].filter((file) => file.startsWith('chunks/'));
    assert.ok(chunks.length <= 4, `${worker}: ${chunks.join()}`);
    for (const part of ['start', 'shell', 'shared', 'language', 'engine', 'commands'])
      assert.ok(!chunks.includes(`chunks/${part}.js`), `${worker} loads ${part}`);
  }
});

test('what is loaded by every thread, or before the first answer, takes nothing heavy along', options, () => {
  for (const chunk of ['base', 'shell', 'language', 'engine']) {
    const loaded = packed.loadedWith(`chunks/${chunk}.js`);
    assert.deepEqual(
      HEAVY.filter((name) => loaded.has(name)),
      [],
      chunk,
    );
  }
});

test('single commands: little is loaded for them', options, () =>
  withWorld(async (world) => {
    assert.equal((await run(world, ['--version'])).trim(), packed.version);
    const help = packed.watchLoading();
    assert.match(await run(world, ['help', 'proxies', 'top'], { env: help.env }), /best/i);
    const [files = []] = help.threads();
    assert.ok(!files.includes('chunks/engine.js') && !files.includes('chunks/shell.js'), files.join());
    assert.match(await run(world, ['completions', 'bash']), /complete .*refbot/);
    const top = packed.watchLoading();
    await run(world, ['proxies', 'top', '3'], { env: top.env });
    const [loaded = []] = top.threads();
    assert.ok(!loaded.includes('chunks/shell.js'), loaded.join());
    assert.ok(loaded.length <= 16, loaded.join());
  }),
);

test('a list is read, its proxies are kept, and a thread reads a state that is not small', options, () =>
  withWorld(async (world) => {
    const lines = Array.from({ length: 6_000 }, (_, at) => `127.${1 + (at >> 8)}.${at & 255}.9:${8_000 + at}`);
    world.file('list.txt', `${lines.join('\n')}\nno proxy\n`);
    await run(world, ['proxies', 'import', 'list.txt', '--allow-private']);
    assert.ok(statSync(world.stateFile).size > 128 * 1024);
    const again = packed.watchLoading();
    const stats = JSON.parse(await run(world, ['proxies', 'stats', '--json'], { env: again.env })) as {
      readonly data: { readonly total: number };
    };
    assert.equal(stats.data.total, 6_000);
    const [, reader = []] = again.threads();
    assert.ok(reader.includes('store/reader-worker.js') && reader.includes('src/pool/row-packer.js'), reader.join());
    await run(world, ['proxies', 'export', 'all.csv', '--status', 'new']);
    assert.equal(world.read('all.csv').trimEnd().split('\n').length, 6_001);
  }),
);

test('the demo file: farm, lists, judge, checks and ranking, each in its thread', options, () =>
  withWorld(async (world) => {
    const { env, threads } = packed.watchLoading();
    assert.match(await run(world, ['shell', '--demo'], { env }), /elite/);
    const begun = new Set(threads().map(([first]) => first));
    for (const name of ['src/main.js', 'src/demo/worker.js', 'src/sources/worker.js', 'src/checker/judge/worker.js'])
      assert.ok(begun.has(name), `${name} did not run: ${[...begun].join()}`);
    assert.ok(begun.has('src/checker/worker.js'));
  }),
);

test('the plain shell', options, () =>
  withWorld(async (world) => {
    const screen = screenOf(world, ['--plain'], packed.env);
    try {
      screen.write('proxies stats --json\r');
      await screen.waitFor(/"total": ?0,/);
      screen.write('quit\r');
      assert.equal((await screen.exited).exitCode, 0);
    } finally {
      await screen.close();
    }
  }),
);

test('the full screen: few files until the first answer, then every view, widgets drawn in their thread', options, () =>
  withWorld(async (world) => {
    const { env, threads } = packed.watchLoading();
    const screen = screenOf(world, ['-c', 'proxies top 3'], env);
    try {
      await screen.waitFor(() => screen.idleMarks > 0);
      const [main = []] = threads();
      const needed = main.slice(0, main.indexOf('commands/proxies/top.js'));
      assert.ok(needed.includes('chunks/engine.js'), 'the line was run');
      assert.ok(needed.length <= 14, `${needed.length} files: ${needed.join()}`);
      screen.write('demo start --proxies 40; scrape; check @all --timeout 2s\r');
      await screen.waitFor(/checked \d+ in /, 30_000);
      await screen.type('proxies speed --size 2kB\r');
      for (const [view, shown] of [
        ['proxies', /┌─ proxies ─[^]*working/],
        ['sources', /┌─ sources ─[^]*demo-csv +ok/],
        ['options', /┌─ options ─[^]*dashboard_refresh_rate/],
        ['help', /┌─ help ─[^]*first steps/],
        // The gauge of the widget thread writes whole percents, that of the shell itself tenths.
        ['charts', /┌─ success ─[^]*[·█ ]\d+%[· ]/],
      ] as const) {
        await screen.type(`view ${view}\r`);
        await screen.waitFor(shown);
      }
      screen.write(`${ESCAPE}quit\r`);
      assert.equal((await screen.exited).exitCode, 0);
      const begun = threads().map(([first]) => first);
      for (const name of ['src/shell/contrib/worker.js', 'src/checker/throughput-worker.js'])
        assert.ok(begun.includes(name), `${name} did not run: ${begun.join()}`);
    } finally {
      await screen.close();
    }
  }),
);
