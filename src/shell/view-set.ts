/** All views, found in views/ by their files, in their order; those that are only opened from a row come last. */
import { discoverModules, moduleExtension } from '../lib/sibling.ts';
import type { ViewDefinition } from './define-view.ts';

export interface NamedView extends ViewDefinition {
  /** The file's name. */
  readonly name: string;
}

export async function loadViews(): Promise<NamedView[]> {
  const found = discoverModules(new URL('./views/', import.meta.url), moduleExtension(import.meta.url));
  const views = await Promise.all(
    found.map(async ({ name, url }) => ({
      ...((await import(url.href)) as { default: ViewDefinition }).default,
      name,
    })),
  );
  return views.sort((a, b) => (a.order ?? 99) - (b.order ?? 99));
}
