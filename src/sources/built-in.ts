/** The sources RefBot knows by itself: every file of the folder built-in/ declares those of one publisher. */
import { isSourceDefinition, type SourceDefinition } from '../define/source.ts';
import { type FolderModule, folderModules } from '../lib/sibling.ts';
import { breathe } from '../lib/slices.ts';
import { fail } from '../model/errors.ts';

/** Loads the files, one a turn of the event loop: all at once would hold up the keys of a shell. */
export async function loadBuiltIn(): Promise<void> {
  for (const { name, load } of folderModules(import.meta.url, './built-in/')) {
    await breathe();
    await load().catch((error: unknown) => refuse(name, error));
  }
}

/**
 * All declared sources, sorted by name. Loads what is not loaded yet.
 * @throws internal, naming the file, where one cannot be loaded or declares no sources, or a name is there twice
 */
export function builtInSources(
  files: readonly FolderModule[] = folderModules(import.meta.url, './built-in/'),
): readonly SourceDefinition[] {
  const loaded: SourceDefinition[] = [];
  for (const file of files) {
    const { name } = file;
    const declared = declaredIn(file);
    if (!Array.isArray(declared) || !declared.every(isSourceDefinition))
      throw fail('internal', `built-in/${name} declares no sources`);
    loaded.push(...declared);
  }
  const sources = loaded.sort((a, b) => (a.name < b.name ? -1 : 1));
  const twice = sources.find((source, index) => sources[index + 1]?.name === source.name);
  if (twice) throw fail('internal', `two built-in sources are called ${twice.name}`);
  return sources;
}

function declaredIn({ name, loadNow }: FolderModule): unknown {
  try {
    return loadNow().default;
  } catch (error) {
    return refuse(name, error);
  }
}

function refuse(name: string, error: unknown): never {
  const message = error instanceof Error ? error.message : String(error);
  throw fail('internal', `built-in/${name} cannot be loaded: ${message}`, { cause: error });
}
