/** Where a person is: the way through views, the room of the output, layouts and moved borders. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { Navigation } from '../../../src/shell/controls/navigation.ts';
import { loadViews } from '../../../src/shell/view-set.ts';

const views = await loadViews();
const start = (): Navigation => new Navigation(views);
const go = (navigation: Navigation, name: string, subject: string | null = null): void =>
  navigation.show(navigation.find(name)!, subject);

test('breadcrumbs grow into a row and shrink on the way back', () => {
  const navigation = start();
  go(navigation, 'proxies');
  go(navigation, 'proxy', '12');
  go(navigation, 'proxy', '13');
  assert.deepEqual(navigation.crumbs(), ['dashboard', 'proxies', '12', '13']);
  assert.equal(navigation.back(), true);
  assert.equal(navigation.subject, '12');
  go(navigation, 'sources');
  assert.deepEqual(navigation.crumbs(), ['dashboard', 'sources']);
  navigation.back();
  assert.equal(navigation.view.name, 'dashboard');
  assert.equal(navigation.back(), false);
});

test('the row of views goes round its ends; the last view is one key away, both ways', () => {
  const navigation = start();
  const row = views.filter(({ order }) => order !== null).map(({ name }) => name);
  const seen = row.map(() => {
    navigation.step(1);
    return navigation.view.name;
  });
  assert.deepEqual(seen, [...row.slice(1), row[0]]);
  navigation.step(-1);
  assert.equal(navigation.view.name, row.at(-1));
  go(navigation, 'proxies');
  go(navigation, 'proxy', '12');
  go(navigation, 'log');
  navigation.last();
  assert.deepEqual([navigation.view.name, navigation.subject], ['proxy', '12']);
  navigation.last();
  assert.equal(navigation.view.name, 'log');
});

test('a wide output takes the keys and gives them back; another view closes it', () => {
  const navigation = start();
  navigation.lookAt('log');
  navigation.openOutput('usual');
  assert.equal(navigation.closeOutput(), false, 'the dashboard has a place for it anyway');
  navigation.openOutput('wide');
  navigation.openOutput('usual');
  assert.deepEqual([navigation.output, navigation.focus], ['wide', 'output']);
  assert.equal(navigation.closeOutput(), true);
  assert.deepEqual([navigation.output, navigation.focus], ['closed', 'log']);
  go(navigation, 'sources');
  navigation.openOutput('usual');
  assert.equal(navigation.closeOutput(), true);
  navigation.openOutput('wide');
  go(navigation, 'jobs');
  assert.deepEqual([navigation.output, navigation.focus], ['closed', 'jobs']);
});

test('each view keeps the panel that was looked at', () => {
  const navigation = start();
  navigation.lookAt('statistics');
  go(navigation, 'proxies');
  navigation.back();
  assert.equal(navigation.focus, 'statistics');
});

test('however a person wanders, there is a view, a focus and a way that begins at the dashboard', () => {
  const move = fc.oneof(
    fc.constantFrom('back', 'last', 'next', 'previous', 'usual', 'wide', 'close').map((name) => ({ name })),
    fc.record({ name: fc.constantFrom(...views.map((view) => view.name)), subject: fc.constantFrom('1', '2') }),
    fc.record({ name: fc.constant('look'), panel: fc.constantFrom('output', 'log', 'top-proxies') }),
  );
  fc.assert(
    fc.property(fc.array(move, { maxLength: 80 }), (moves) => {
      const navigation = start();
      for (const step of moves) {
        if (step.name === 'back') navigation.back();
        else if (step.name === 'last') navigation.last();
        else if (step.name === 'next' || step.name === 'previous') navigation.step(step.name === 'next' ? 1 : -1);
        else if (step.name === 'usual' || step.name === 'wide') navigation.openOutput(step.name);
        else if (step.name === 'close') navigation.closeOutput();
        else if ('panel' in step) navigation.lookAt(step.panel);
        else go(navigation, step.name, step.name === 'proxy' && 'subject' in step ? step.subject : null);
        assert.equal(navigation.crumbs()[0], 'dashboard');
        assert.ok(navigation.crumbs().length <= 30);
        assert.equal(navigation.view.order === null, navigation.subject !== null);
        if (navigation.output === 'closed' && navigation.view.name !== 'dashboard')
          assert.ok(navigation.focus !== 'output' || moves.some((one) => 'panel' in one));
      }
    }),
  );
});

test('who comes back to a place of the way has no way behind it that leads there again', () => {
  const navigation = start();
  go(navigation, 'proxies');
  go(navigation, 'proxy', '12');
  go(navigation, 'proxy', '13');
  go(navigation, 'proxy', '12');
  assert.deepEqual(navigation.crumbs(), ['dashboard', 'proxies', '12']);
  go(navigation, 'dashboard');
  assert.deepEqual(navigation.crumbs(), ['dashboard']);
  assert.equal(navigation.back(), false);
});

test('the view that was left by going back is the last one', () => {
  const navigation = start();
  go(navigation, 'jobs');
  go(navigation, 'sources');
  navigation.back();
  navigation.last();
  assert.equal(navigation.view.name, 'sources');
});

test('a panel that gets the keys gets its room back from a wide output', () => {
  const navigation = start();
  navigation.openOutput('wide');
  navigation.lookAt('log');
  assert.deepEqual([navigation.output, navigation.focus], ['usual', 'log']);
  assert.equal(navigation.closeOutput(), false);
  assert.equal(navigation.focus, 'log');
});
