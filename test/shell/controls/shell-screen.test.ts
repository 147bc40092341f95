/** What screen commands do: views and subjects, the keys from panel to panel, actions, Ctrl-C; and what selectors point at. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KeyLines } from '../../../src/shell/controls/key-lines.ts';
import { Keymap } from '../../../src/command/keys/keymap.ts';
import { focusedRow, selectedIds } from '../../../src/shell/controls/pointing.ts';
import { ShellScreen } from '../../../src/shell/controls/shell-screen.ts';
import type { Runner } from '../../../src/shell/run/runner.ts';
import { theatre, type Theatre } from '../../help/theatre.ts';

interface Played extends Theatre {
  readonly screen: ShellScreen;
  /** What was told, and who got the keys. */
  readonly said: string[];
  /** Of the runner: what a cancel finds. */
  readonly running: { isStopping: boolean; cancels: boolean };
  paint(): string;
}

async function played(): Promise<Played> {
  const stage = await theatre(120, 36);
  const said: string[] = [];
  const running = { isStopping: false, cancels: false };
  const runner = {
    get isStopping() {
      return running.isStopping;
    },
    cancel: () => running.cancels,
  } as unknown as Runner;
  const screen = new ShellScreen({
    prompt: stage.prompt,
    runner,
    stage: stage.stage,
    navigation: stage.navigation,
    panels: stage.panels,
    panelPort: stage.port,
    scene: stage.scene,
    setTyping: (typing) => void said.push(typing ? 'prompt' : 'panels'),
    openOverlay: (name) => void said.push(`overlay ${name}`),
    tell: (text) => void said.push(`tell ${text}`),
    keys: { keymap: new Keymap() } as KeyLines,
    quit: () => void said.push('quit'),
    repaint: () => {},
    suspend: () => {},
    shot: () => 'saved',
    toggleMouse: () => true,
  });
  const paint = (): string => stage.frame({ typing: false });
  paint();
  return { ...stage, screen, said, running, paint };
}

test('a view by its name; one about a proxy wants to know which, and remembers the table it came from', async () => {
  const { screen, navigation, paint } = await played();
  assert.throws(() => screen.show('proxis'), /there is no view proxis/);
  assert.throws(() => screen.show('proxy'), /needs to know about what/);
  screen.show('proxies');
  paint();
  screen.show('proxy', '3');
  paint();
  assert.deepEqual(navigation.crumbs(), ['dashboard', 'proxies', '3']);
  const { among } = navigation;
  assert.ok(among.length > 3 && among.includes(4));
  // A neighbour takes the place of it: back leads to the table, and the table stays the one it was.
  screen.show('proxy', '4');
  paint();
  assert.deepEqual(navigation.crumbs(), ['dashboard', 'proxies', '4']);
  assert.equal(navigation.among, among);
  // Another one that somebody names is not of that table; the way back leads through.
  screen.show('proxy', '99999');
  assert.equal(navigation.among, among);
  screen.travel('back');
  assert.equal(navigation.subject, '4');
  screen.travel('back');
  assert.equal(navigation.view.name, 'proxies');
});

test('back closes what took room, then zoom, then goes the way back, then to the prompt', async () => {
  const { screen, navigation, said } = await played();
  screen.show('jobs');
  screen.arrange({ kind: 'zoom' });
  navigation.openOutput('usual');
  screen.travel('back');
  assert.deepEqual([navigation.output, navigation.zoomed, navigation.view.name], ['closed', true, 'jobs']);
  screen.travel('back');
  assert.deepEqual([navigation.zoomed, navigation.view.name], [false, 'jobs']);
  screen.travel('back');
  assert.equal(navigation.view.name, 'dashboard');
  screen.travel('back');
  assert.deepEqual(said, ['prompt']);
});

test('the keys go to a panel by name, number and in turn, and to one of another view with its view', async () => {
  const { screen, navigation, said, paint } = await played();
  screen.focus('7');
  assert.equal(navigation.focus, 'log');
  screen.focus('next');
  assert.equal(navigation.focus, 'output');
  screen.focus('next');
  assert.equal(navigation.focus, 'throughput', 'round the end');
  screen.focus('previous');
  assert.equal(navigation.focus, 'output');
  screen.focus('sources');
  paint();
  assert.deepEqual([navigation.view.name, navigation.focus], ['sources', 'sources']);
  screen.focus('log');
  assert.deepEqual([navigation.view.name, navigation.focus], ['dashboard', 'log']);
  assert.throws(() => screen.focus('lgo'), /there is no panel lgo/);
  said.length = 0;
  screen.focus('prompt');
  screen.focus('out');
  assert.deepEqual(said, ['prompt', 'panels']);
});

test('an action goes to the panel with the keys, else to one on the screen that can, which gets them', async () => {
  const { screen, navigation, said, paint } = await played();
  screen.focus('log');
  screen.act({ kind: 'sort', by: 'latency' });
  assert.equal(navigation.focus, 'top-proxies');
  screen.show('jobs');
  paint();
  screen.act({ kind: 'wrap' });
  assert.equal(said.at(-1), 'tell jobs: wrap means nothing here');
});

test('a text that is typed for the person names the proxy under the cursor by its id', async () => {
  const { screen, prompt, paint } = await played();
  screen.show('proxies');
  paint();
  screen.type('proxies tag @focus ');
  assert.equal(prompt.line.text, 'proxies tag 1 ');
  screen.show('jobs');
  paint();
  screen.type('proxies tag @focus ');
  assert.equal(prompt.line.text, 'proxies tag @focus ');
});

test('Ctrl-C: the command, then the line, then twice the shell; one that is stopping is no reason to wait', async () => {
  const { screen, prompt, said, running } = await played();
  running.cancels = true;
  screen.interrupt();
  screen.interrupt();
  assert.deepEqual(said, []);
  running.isStopping = true;
  prompt.type('check');
  screen.interrupt();
  assert.equal(prompt.isEmpty, true);
  screen.interrupt();
  assert.deepEqual(said, ['tell Ctrl-C again quits']);
  screen.interrupt();
  assert.equal(said.at(-1), 'quit');
});

test('selectors mean the proxies of the panel with the keys, else of the first on the screen that has some', async () => {
  const { screen, navigation, stage, panels, panel, show, paint, scene, port } = await played();
  const ids = (which: 'focus' | 'shown' | 'marked'): readonly number[] => selectedIds(which, navigation, stage, panels);
  show('proxies');
  paint();
  panel('proxies').act!({ kind: 'mark', what: 'toggle' }, scene(true), port);
  assert.deepEqual(ids('marked'), [1]);
  show('dashboard', 'log');
  paint();
  assert.deepEqual(ids('marked'), [], 'those of the table on the dashboard');
  assert.equal(focusedRow(navigation, panels), null);
  screen.focus('top-proxies');
  paint();
  assert.equal(focusedRow(navigation, panels)?.['id'], ids('focus')[0]);
  show('proxies');
  paint();
  assert.deepEqual(ids('marked'), [1]);
});
