/** A newcomer without a network and without a terminal: `npm start` in a pipe runs the demo as a command file. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withWorld } from '../help/world.ts';

test('the demo collects, checks, prints the ranked table and ends well', async () => {
  await withWorld(async (world) => {
    const started = performance.now();
    const { code, stdout, stderr } = await world.run(['shell', '--demo']);
    assert.equal(code, 0, stderr);
    assert.ok(performance.now() - started < 20_000);
    assert.match(stdout, /127\.\d+\.\d+\.\d+:\d+/);
    assert.match(stdout, /elite/);
  });
});

test('the shell without a terminal says what to do instead', async () => {
  await withWorld(async (world) => {
    const { code, stderr } = await world.run(['shell']);
    assert.equal(code, 2);
    assert.match(stderr, /terminal/);
  });
});

test('the version is that of package.json; help exits 0', async () => {
  await withWorld(async (world) => {
    assert.match((await world.run(['--version'])).stdout, /^\d+\.\d+\.\d+\n$/);
    const help = await world.run(['--help']);
    assert.equal(help.code, 0);
    assert.match(help.stdout, /proxies/);
  });
});
