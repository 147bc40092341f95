/** The sources RefBot knows by itself: every file of the folder built-in/ declares those of one publisher. */
import { isSourceDefinition, type SourceDefinition } from '../define/source.ts';
import { folderModules } from '../lib/sibling.ts';
import { breathe } from '../lib/slices.ts';
import { fail } from '../model/errors.ts';

/** All declared sources, sorted by name. @throws internal where a file declares no sources or a name twice */
export async function builtInSources(): Promise<readonly SourceDefinition[]> {
  const loaded: SourceDefinition[] = [];
  // One a turn of the event loop: all at once would hold up the keys of a shell that is just opening.
  for (const { name, load } of folderModules(import.meta.url, './built-in/')) {
    const { default: declared } = await load();
    if (!Array.isArray(declared) || !declared.every(isSourceDefinition))
      throw fail('internal', `built-in/${name} declares no sources`);
    loaded.push(...declared);
    await breathe();
  }
  const sources = loaded.sort((a, b) => (a.name < b.name ? -1 : 1));
  const twice = sources.find((source, index) => sources[index + 1]?.name === source.name);
  if (twice) throw fail('internal', `two built-in sources are called ${twice.name}`);
  return sources;
}
