/**
 * Real published lists, where they are at hand: `data/lists/` of `$REFBOT_SHARED`, or of `shared` beside the checkout. They
 * are not part of the repository. **No address in them may be dialled**: they go through `rewriteList` first.
 */
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const shared = process.env['REFBOT_SHARED'] ?? join(import.meta.dirname, '..', '..', '..', 'shared');
const folder = join(shared, 'data', 'lists');

/** File name -> text of the plain lists up to `maxBytes`; empty where there are none. */
export function sharedLists(maxBytes: number): ReadonlyMap<string, string> {
  if (!existsSync(folder)) return new Map();
  const names = readdirSync(folder).filter(
    (name) => name.endsWith('.txt') && statSync(join(folder, name)).size <= maxBytes,
  );
  return new Map(names.sort().map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}
