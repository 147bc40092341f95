/** Who gets a key or a click: what lies over the panels, the prompt, a panel, the line that is bound there. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { after, test } from 'node:test';
import { loadRegistry } from '../../../src/command/registry.ts';
import type { Screen } from '../../../src/command/screen.ts';
import { Controls } from '../../../src/shell/controls/controls.ts';
import { KeyLines } from '../../../src/shell/controls/key-lines.ts';
import type { InputEvent } from '../../../src/shell/input/events.ts';
import type { Overlay, OverlayAction } from '../../../src/shell/overlays/overlay.ts';
import type { Runner } from '../../../src/shell/run/runner.ts';
import { theatre, type Theatre } from '../../help/theatre.ts';

const keys = new KeyLines(join(tmpdir(), 'refbot-no-such-keys.conf'), () => {});
keys.start(loadRegistry());
after(() => keys.stop());

interface Controlled extends Theatre {
  readonly controls: Controls;
  /** What became of keys and clicks. */
  readonly did: string[];
  press(...chords: readonly string[]): void;
  click(x: number, y: number, kind?: 'press' | 'release'): void;
}

async function controlled(): Promise<Controlled> {
  const stage = await theatre(120, 36);
  const did: string[] = [];
  // Each member says that it was called, and with what.
  const screen = new Proxy({} as Screen, {
    get:
      (_, name: string) =>
      (...args: readonly unknown[]) =>
        void did.push([`screen ${name}`, ...args.flatMap((arg) => JSON.stringify(arg) ?? [])].join(' ')),
  });
  const controls = new Controls({
    prompt: stage.prompt,
    runner: { running: null, waiting: 0 } as unknown as Runner,
    stage: stage.stage,
    navigation: stage.navigation,
    panels: stage.panels,
    panelPort: stage.port,
    keys,
    screen,
    scene: stage.scene,
    enter: (line) => void did.push(`enter ${line}`),
    editOutside: (text) => void did.push(`editor ${text}`),
    runKey: (line) => void did.push(`key ${line}`),
    quit: () => void did.push('quit'),
  });
  stage.frame();
  const handle = (event: InputEvent): void => void controls.handle([event]);
  return {
    ...stage,
    controls,
    did,
    press: (...chords) => {
      for (const chord of chords)
        handle([...chord].length === 1 ? { type: 'text', text: chord } : { type: 'key', chord });
    },
    click: (x, y, kind = 'press') => handle({ type: 'mouse', kind, x, y, button: 0 } as InputEvent),
  };
}

/** An overlay that answers each event with the next of these. */
function overlayOf(...answers: readonly OverlayAction[]): Overlay {
  const left = [...answers];
  return {
    title: 'test',
    size: { columns: 40, rows: 10 },
    keys: [],
    handle: () => left.shift() ?? { kind: 'stay' },
    paint: () => null,
  };
}

test('a letter belongs to the line that is typed; in the empty prompt and in panels it can be bound', async () => {
  const { press, did, prompt, controls } = await controlled();
  press('?');
  assert.deepEqual(did.splice(0), ['screen overlay "help"']);
  press('c', '?');
  assert.equal(prompt.line.text, 'c?');
  assert.deepEqual(did, []);
  controls.typing = false;
  press('?');
  assert.deepEqual(did.splice(0), ['screen overlay "help"']);
  // What nobody bound begins a line.
  press('P');
  assert.equal(controls.typing, true);
  assert.equal(prompt.line.text, 'c?P');
});

test('a line is entered; a line of a key is run as one', async () => {
  const { press, did, controls, navigation } = await controlled();
  press('j', 'o', 'b', 's', 'enter');
  assert.deepEqual(did.splice(0), ['enter jobs']);
  navigation.lookAt('top-proxies');
  controls.typing = false;
  press('c');
  assert.match(did.join(), /^key .*check/);
});

test('an overlay has all keys but those about the whole screen, and its answers are done', async () => {
  const { press, did, controls } = await controlled();
  controls.open(overlayOf({ kind: 'stay' }, { kind: 'run', line: 'jobs' }));
  press('C-l');
  assert.deepEqual(did.splice(0), ['screen repaint']);
  press('C-c');
  assert.deepEqual(did, [], 'it is the overlay that is asked');
  press('enter');
  assert.equal(controls.overlay, null);
  assert.deepEqual(did.splice(0), ['enter jobs']);
  for (const [answer, done] of [
    [{ kind: 'press', line: 'view jobs' }, 'screen show "jobs"'],
    [{ kind: 'type', text: 'proxies tag ' }, 'screen type "proxies tag "'],
  ] as const) {
    controls.open(overlayOf(answer));
    press('enter');
    assert.deepEqual(did.splice(0), [done]);
  }
});

test('a click beside an overlay closes it, letting go of the button that opened it does not', async () => {
  const { click, controls, frame } = await controlled();
  const overlay = overlayOf();
  controls.open(overlay);
  frame({ overlay });
  click(1, 30, 'release');
  assert.equal(controls.overlay, overlay);
  click(1, 30);
  assert.equal(controls.overlay, null);
});

test('a click gives the keys to the panel beneath it, one below the panels to the prompt', async () => {
  const { click, controls, navigation, frame } = await controlled();
  const lines = frame().split('\n');
  const y = lines.findIndex((line) => line.includes('7 log'));
  click(lines[y]!.indexOf('7 log') + 2, y + 2);
  assert.deepEqual([navigation.focus, controls.typing], ['log', false]);
  click(10, 34);
  assert.equal(controls.typing, true);
});

test('a click on a word of the first line shows the view that tells more, and the panels get the keys', async () => {
  const { controls, world, click, frame, asked } = await controlled();
  const { promise, resolve } = Promise.withResolvers<void>();
  const job = world.engine.jobs.run('check', 'check', () => promise);
  const [header = ''] = frame().split('\n');
  for (const [word, view] of [
    ['working', 'proxies'],
    [' job', 'jobs'],
    ['mode', 'dashboard'],
  ] as const) {
    controls.typing = true;
    click(header.indexOf(word), 0);
    assert.deepEqual([asked.splice(0), controls.typing], [[`show ${view}`], false]);
  }
  controls.typing = true;
  click(header.indexOf('RefBot'), 0);
  assert.deepEqual([asked, controls.typing], [[], true]);
  resolve();
  await job;
});
