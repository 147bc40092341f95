/**
 * All panels, found in panels/ by their files, in the order of their numbers. One instance of each lives as long as the
 * shell. Those of the dashboard are loaded at once, any other with the first look at it.
 */
import { discoverModules, loadNow, moduleExtension } from '../lib/sibling.ts';
import { fail } from '../model/errors.ts';
import type { Panel, PanelDefinition } from './define-panel.ts';
import { dashboard } from './layout/dashboard.ts';

export interface NamedPanel extends Omit<PanelDefinition, 'create' | 'kind' | 'readsPool'> {
  /** The file's name. */
  readonly name: string;
  readonly kind?: PanelDefinition['kind'] | undefined;
  readonly readsPool?: boolean | undefined;
  readonly panel: Panel;
}

interface PanelModule {
  readonly default: PanelDefinition;
}

/** What a first frame shows. */
const FIRST = new Set([
  'header',
  ...dashboard({ x: 0, y: 0, width: 160, height: 50 }, { output: 'usual', shift: { columns: 0, rows: 0 } }).map(
    ({ name }) => name,
  ),
]);

export async function loadPanels(): Promise<NamedPanel[]> {
  const found = discoverModules(new URL('./panels/', import.meta.url), moduleExtension(import.meta.url));
  const panels = await Promise.all(
    found.map(async ({ name, url }) =>
      FIRST.has(name) ? named(name, ((await import(url.href)) as PanelModule).default) : later(name, url),
    ),
  );
  return panels.sort((a, b) => (a.number ?? 99) - (b.number ?? 99));
}

function named(name: string, { create, ...rest }: PanelDefinition): NamedPanel {
  return { ...rest, name, panel: create() };
}

/** Whatever is asked of it but its name and its number loads it. */
function later(name: string, url: URL): NamedPanel {
  let loaded: NamedPanel | null = null;
  const get = (): NamedPanel => (loaded ??= load(name, url));
  return {
    name,
    number: null,
    get title() {
      return get().title;
    },
    get tab() {
      return get().tab;
    },
    get kind() {
      return get().kind;
    },
    get readsPool() {
      return get().readsPool;
    },
    get panel() {
      return get().panel;
    },
  };
}

/** One that cannot be loaded says so where it would be seen. */
function load(name: string, url: URL): NamedPanel {
  try {
    const definition = loadNow<PanelModule>(url).default;
    if (definition.number !== null) throw fail('internal', `panel ${name} has a number and no place on the dashboard`);
    return named(name, definition);
  } catch (error) {
    const paint = (): never => {
      throw error;
    };
    return { name, title: name, tab: name, number: null, panel: { paint } };
  }
}
