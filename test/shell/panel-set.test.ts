/** Which panels a start loads, and that the others are as good when they are looked at. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { loadPanels } from '../../src/shell/panel-set.ts';

const PROGRAM = `
  import { registerHooks } from 'node:module';
  const loaded = [];
  registerHooks({ load(url, context, next) {
    const [, name] = /\\/panels\\/([\\w-]+)\\.ts$/.exec(url) ?? [];
    if (name) loaded.push(name);
    return next(url, context);
  } });
  const { loadPanels } = await import('./src/shell/panel-set.ts');
  const panels = await loadPanels();
  const [, charts] = [panels.map(({ name }) => name), panels.find(({ name }) => name === 'charts')];
  const first = [...loaded];
  const { title } = charts;
  console.log(JSON.stringify({ first, title, then: loaded.slice(first.length) }));
`;

test('the dashboard is loaded, any other panel when something is asked of it', () => {
  const root = new URL('../..', import.meta.url);
  const out = execFileSync(process.execPath, ['--input-type=module', '-e', PROGRAM], { cwd: root, encoding: 'utf8' });
  const { first, title, then } = JSON.parse(out) as { first: string[]; title: string; then: string[] };
  assert.deepEqual(first.sort(), [
    'configuration',
    'header',
    'loading',
    'log',
    'output',
    'protocols',
    'statistics',
    'throughput',
    'top-proxies',
  ]);
  assert.ok(title.length > 0);
  assert.ok(then.includes('charts'), then.join(' '));
});

test('every panel can be loaded and painted, and those with a number come first, in its order', async () => {
  const panels = await loadPanels();
  assert.deepEqual(
    panels.slice(0, 8).map(({ number }) => number),
    [1, 2, 3, 4, 5, 6, 7, 8],
  );
  for (const { name, number, title, panel } of panels) {
    assert.equal(typeof title, 'string', name);
    // What could not be loaded is told when it is painted, whatever it is given.
    assert.ok(number !== null || panel.paint.length > 0, name);
  }
});
