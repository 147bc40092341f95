/** All views, found in views/ by their files, in their order; those that are only opened from a row come last. */
import { folderModules } from '../lib/sibling.ts';
import type { ViewDefinition } from './define-view.ts';

export interface NamedView extends ViewDefinition {
  /** The file's name. */
  readonly name: string;
}

export async function loadViews(): Promise<NamedView[]> {
  const views = await Promise.all(
    folderModules(import.meta.url, './views/').map(async ({ name, load }) => ({
      ...((await load()).default as ViewDefinition),
      name,
    })),
  );
  return views.sort((a, b) => (a.order ?? 99) - (b.order ?? 99));
}
