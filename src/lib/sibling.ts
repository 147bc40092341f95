/**
 * Finds modules beside a module, whether it runs as TypeScript from the checkout or as JavaScript from dist/: the extension
 * is taken from the caller. The build reads the calls of `siblingModule` and `folderModules`: `import.meta.url`, and a name
 * in quotes.
 */
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { extname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** URL of `./name` (no extension) beside the module `metaUrl`. */
export function siblingModule(metaUrl: string, name: string): URL {
  return new URL(name + extname(fileURLToPath(metaUrl)), metaUrl);
}

const require = createRequire(import.meta.url);

/**
 * Loads a module with its imports now, where nobody can wait: a key that opens something, a command that is checked. For
 * what a start does not need; none of them may wait at its top.
 * @throws what the module throws
 */
export function loadNow<T>(url: URL): T {
  return require(fileURLToPath(url)) as T;
}

export interface FolderModule {
  /** Path below the folder without extension. */
  readonly name: string;
  load(): Promise<Loaded>;
  /** @see loadNow */
  loadNow(): Loaded;
}

export interface Loaded {
  readonly default?: unknown;
}

/**
 * Modules of a folder (`./name/`) beside the module `metaUrl`, as {@link discoverModules} finds them. In the built program
 * there is no such folder: the build has looked into it, and puts what it found into the file of the module that asks.
 */
export function folderModules(metaUrl: string, folder: string): FolderModule[] {
  return discoverModules(new URL(folder, metaUrl), moduleExtension(metaUrl)).map(({ name, url }) => ({
    name,
    load: () => import(url.href) as Promise<Loaded>,
    loadNow: () => loadNow<Loaded>(url),
  }));
}

export interface Discovered {
  /** Path below the folder without extension, parts joined by a slash: `proxies/top`. */
  readonly name: string;
  readonly url: URL;
}

/**
 * Modules below a folder, sorted by name. Skips declaration files, tests and names that start with `_`
 * (helpers that live beside the discovered files).
 * @param extension `.ts` or `.js`: that of the calling module (see {@link moduleExtension})
 */
export function discoverModules(folder: URL, extension: string): Discovered[] {
  const found: Discovered[] = [];
  const walk = (url: URL, prefix: string): void => {
    for (const entry of readdirSync(url, { withFileTypes: true })) {
      if (entry.name.startsWith('_') || entry.name.startsWith('.')) continue;
      if (entry.isDirectory()) walk(new URL(`${entry.name}/`, url), `${prefix}${entry.name}/`);
      else if (entry.name.endsWith(extension) && !entry.name.endsWith('.d.ts') && !entry.name.includes('.test.')) {
        const name = entry.name.slice(0, -extension.length);
        found.push({ name: prefix + name, url: pathToFileURL(fileURLToPath(new URL(entry.name, url))) });
      }
    }
  };
  walk(folder, '');
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

export function moduleExtension(metaUrl: string): string {
  return extname(fileURLToPath(metaUrl));
}
