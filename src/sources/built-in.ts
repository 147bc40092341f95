/** The sources RefBot knows by itself: every file of the folder built-in/ declares those of one publisher. */
import { isSourceDefinition, type SourceDefinition } from '../define/source.ts';
import { folderModules } from '../lib/sibling.ts';
import { breathe } from '../lib/slices.ts';
import { fail } from '../model/errors.ts';

/** Loads the files, one a turn of the event loop: all at once would hold up the keys of a shell. */
export async function loadBuiltIn(): Promise<void> {
  for (const { load } of folderModules(import.meta.url, './built-in/')) {
    await breathe();
    await load();
  }
}

/**
 * All declared sources, sorted by name. Loads what is not loaded yet.
 * @throws internal where a file declares no sources or a name twice
 */
export function builtInSources(): readonly SourceDefinition[] {
  const loaded: SourceDefinition[] = [];
  for (const { name, loadNow } of folderModules(import.meta.url, './built-in/')) {
    const { default: declared } = loadNow();
    if (!Array.isArray(declared) || !declared.every(isSourceDefinition))
      throw fail('internal', `built-in/${name} declares no sources`);
    loaded.push(...declared);
  }
  const sources = loaded.sort((a, b) => (a.name < b.name ? -1 : 1));
  const twice = sources.find((source, index) => sources[index + 1]?.name === source.name);
  if (twice) throw fail('internal', `two built-in sources are called ${twice.name}`);
  return sources;
}
