/** All panels, found in panels/ by their files, in the order of their numbers. One instance of each lives as long as the shell. */
import { discoverModules, moduleExtension } from '../lib/sibling.ts';
import type { Panel, PanelDefinition } from './define-panel.ts';

export interface NamedPanel extends Omit<PanelDefinition, 'create'> {
  /** The file's name. */
  readonly name: string;
  readonly panel: Panel;
}

export async function loadPanels(): Promise<NamedPanel[]> {
  const found = discoverModules(new URL('./panels/', import.meta.url), moduleExtension(import.meta.url));
  const panels = await Promise.all(
    found.map(async ({ name, url }) => {
      const { default: definition } = (await import(url.href)) as { default: PanelDefinition };
      const { create, ...rest } = definition;
      return { ...rest, name, panel: create() };
    }),
  );
  return panels.sort((a, b) => (a.number ?? 99) - (b.number ?? 99));
}
