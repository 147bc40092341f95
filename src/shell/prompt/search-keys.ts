/** Keys while the history is searched (Ctrl-R): the next search, its end, or a key that goes on with what was found. */
import { choosePage } from '../edit/completion.ts';
import { EMPTY_LINE, insert } from '../edit/line.ts';
import { isLineOperation, LINE_OPERATIONS, type Operation } from '../edit/operations.ts';
import { type Search, searchHistory } from '../edit/search.ts';

type Next =
  | { readonly kind: 'search'; readonly search: Search }
  | { readonly kind: 'close' }
  | { readonly kind: 'take' };

/** Editing that means the query and not the line that was found. */
const OF_QUERY: ReadonlySet<Operation> = new Set([
  'delete-left',
  'kill-word-left',
  'kill-blank-word-left',
  'kill-to-start',
]);

export function searchKey(
  history: readonly string[],
  search: Search,
  chord: string,
  operation: Operation | null,
): Next {
  if (operation === 'leave' || chord === 'C-g') return { kind: 'close' };
  if (operation === 'search' || operation === 'up' || operation === 'older') return moved(search, 1);
  if (operation === 'down' || operation === 'newer' || chord === 'C-s') return moved(search, -1);
  if (operation === 'page-up' || operation === 'page-down') {
    const menu = choosePage(search.menu, operation === 'page-up' ? 1 : -1);
    return { kind: 'search', search: { ...search, menu } };
  }
  if (operation !== null && isLineOperation(operation) && OF_QUERY.has(operation)) {
    const { text } = LINE_OPERATIONS[operation](insert(EMPTY_LINE, search.query));
    return { kind: 'search', search: searchHistory(history, text) };
  }
  return { kind: 'take' };
}

/** Towards older lines; not beyond the ends. */
function moved(search: Search, step: number): Next {
  const chosen = Math.max(0, Math.min(search.found.length - 1, search.menu.chosen + step));
  return { kind: 'search', search: { ...search, menu: { ...search.menu, chosen } } };
}
