/**
 * The screen without a terminal: panels, views and stage over the small world, painted into cells at any size. A test
 * moves the navigation, asks panels to act and reads the frame as text; `compare` holds it against frames/.
 */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { Keymap } from '../../src/command/keys/keymap.ts';
import type { Registry } from '../../src/command/registry.ts';
import { loadConfig } from '../../src/core/config/config.ts';
import type { LogLines } from '../../src/model/events.ts';
import type { Panel, PanelPort, Scene } from '../../src/shell/define-panel.ts';
import { FactsReader } from '../../src/shell/feed/facts.ts';
import { type Looks, resolveLooks } from '../../src/shell/looks/looks.ts';
import { Navigation } from '../../src/shell/controls/navigation.ts';
import { OutputBuffer } from '../../src/shell/run/output-buffer.ts';
import { loadPanels, type NamedPanel } from '../../src/shell/panel-set.ts';
import { Prompt } from '../../src/shell/prompt/prompt.ts';
import { Stage, type Stance } from '../../src/shell/stage/stage.ts';
import { loadViews } from '../../src/shell/view-set.ts';
import { makeWorld, WORLD_NOW, type World } from './shell-world.ts';

export interface FrameChange extends Partial<Stance> {
  readonly columns?: number;
  readonly rows?: number;
  /** The state is still being opened. */
  readonly closed?: boolean;
  /** No refresh since the last frame. */
  readonly isSameTick?: boolean;
}

export interface Theatre {
  readonly stage: Stage;
  readonly navigation: Navigation;
  readonly output: OutputBuffer;
  readonly panels: readonly NamedPanel[];
  readonly world: World;
  readonly prompt: Prompt;
  /** What panels asked the shell for, as `press …`, `show …`, `tell …`, … */
  readonly asked: string[];
  readonly port: { -readonly [K in keyof PanelPort]: PanelPort[K] };
  readonly stance: Stance;
  /** Paints a frame and gives its text. */
  frame(change?: FrameChange): string;
  panel(name: string): Panel;
  scene(focused: boolean): Scene;
  /** What scenes are to have from now on in place of what they had. */
  readonly changes: { -readonly [K in keyof Scene]?: Scene[K] };
  /** Another view, with the keys in its panel or in this one. */
  show(view: string, focus?: string, subject?: string): void;
}

export interface TheatreOptions {
  readonly utf8?: boolean;
  readonly colors?: 0 | 16 | 256;
  readonly extra?: readonly NamedPanel[];
  readonly world?: World;
  readonly registry?: Registry;
}

const NO_LOG: LogLines = { first: 0, end: 0, at: () => undefined };

export async function theatre(columns: number, rows: number, options: TheatreOptions = {}): Promise<Theatre> {
  const { utf8 = true, colors = 256, extra = [], world = makeWorld() } = options;
  const panels = [...(await loadPanels()).filter(({ name }) => !extra.some((own) => own.name === name)), ...extra];
  const navigation = new Navigation(await loadViews());
  const looks: Looks = resolveLooks(loadConfig({}), { colors, utf8, background: null });
  const stage = new Stage(panels, navigation, looks, columns, rows);
  const output = new OutputBuffer(
    () => {},
    () => looks.theme,
  );
  const prompt = new Prompt({ history: () => [], complete: () => null });
  const reader = new FactsReader(world.engine);
  let facts = reader.read();
  let closed = false;
  const keymap = new Keymap();
  const changes: Theatre['changes'] = {};
  const scene = (focused: boolean): Scene => ({
    now: WORLD_NOW,
    facts: closed ? null : facts,
    view: closed ? null : world.engine.view,
    output,
    log: closed ? NO_LOG : world.engine.view.logLines,
    registry: options.registry ?? null,
    keymap,
    running: null,
    focused,
    subject: navigation.subject,
    among: navigation.among,
    touch: () => {},
    ...changes,
  });
  const asked: string[] = [];
  const port: Theatre['port'] = {
    press: (line) => void asked.push(`press ${line}`),
    edit: (label) => void asked.push(`edit ${label}`),
    show: (view, subject) => void asked.push(`show ${view} ${subject ?? ''}`.trim()),
    tell: (text) => void asked.push(`tell ${text}`),
    copy: (text) => void asked.push(`copy ${text}`),
    type: (text) => void asked.push(`type ${text}`),
    touch: () => void asked.push('touch'),
  };
  const stance: Stance = {
    prompt,
    navigation,
    typing: true,
    overlay: null,
    toasts: [],
    hint: ['a hint', looks.theme.dim],
    keys: [['Tab', 'complete']],
  };
  return {
    stage,
    navigation,
    output,
    panels,
    world,
    prompt,
    asked,
    port,
    stance,
    scene,
    changes,
    panel: (name) => panels.find((panel) => panel.name === name)!.panel,
    show: (view, focus, subject) => {
      navigation.show(navigation.find(view)!, subject ?? null);
      if (focus !== undefined) navigation.lookAt(focus);
    },
    frame: (change = {}) => {
      closed = change.closed ?? false;
      if (!change.isSameTick) facts = reader.read();
      stage.paint(change.columns ?? columns, change.rows ?? rows, { ...stance, ...change }, 'all', scene);
      return stage.cells.toText();
    },
  };
}

/** Holds a frame against the file of this name in test/shell/frames; UPDATE_FRAMES=1 writes it anew. */
export function compare(name: string, frame: string): void {
  const file = new URL(`../shell/frames/${name}.txt`, import.meta.url);
  if (process.env['UPDATE_FRAMES'] === '1') writeFileSync(file, `${frame}\n`);
  assert.equal(`${frame}\n`, readFileSync(file, 'utf8'), name);
}
