/**
 * All panels, found in panels/ by their files, in the order of their numbers. One instance of each lives as long as the
 * shell. Those of the dashboard are loaded at once, any other with the first look at it.
 */
import { type FolderModule, folderModules } from '../lib/sibling.ts';
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

/** What a first frame shows. */
const FIRST = new Set([
  'header',
  ...dashboard({ x: 0, y: 0, width: 160, height: 50 }, { output: 'usual', shift: { columns: 0, rows: 0 } }).map(
    ({ name }) => name,
  ),
]);

export async function loadPanels(): Promise<NamedPanel[]> {
  const panels = await Promise.all(
    folderModules(import.meta.url, './panels/').map(async (file) =>
      FIRST.has(file.name) ? named(file.name, (await file.load()).default as PanelDefinition) : later(file),
    ),
  );
  return panels.sort((a, b) => (a.number ?? 99) - (b.number ?? 99));
}

function named(name: string, { create, ...rest }: PanelDefinition): NamedPanel {
  return { ...rest, name, panel: create() };
}

/** Whatever is asked of it but its name and its number loads it. */
function later(file: FolderModule): NamedPanel {
  let loaded: NamedPanel | null = null;
  const get = (): NamedPanel => (loaded ??= load(file));
  return {
    name: file.name,
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
function load({ name, loadNow }: FolderModule): NamedPanel {
  try {
    const definition = loadNow().default as PanelDefinition;
    if (definition.number !== null) throw fail('internal', `panel ${name} has a number and no place on the dashboard`);
    return named(name, definition);
  } catch (error) {
    const paint = (): never => {
      throw error;
    };
    return { name, title: name, tab: name, number: null, panel: { paint } };
  }
}
