/**
 * Which chord does what in the prompt where no file of keys is read: the product's own bindings, and the keys of menus,
 * which stay what they are. A chord of two keys is written with a blank between them.
 */
import { DEFAULT_BINDINGS } from '../../command/keys/default-bindings.ts';
import { isOperation, type Operation } from './operations.ts';

/** A bound line that is an editing operation begins so. */
const EDIT_LINE = 'screen edit ';

/** Keys of open lists; elsewhere the bindings say what they do. */
export const MENU_KEYS: Readonly<Record<string, Operation>> = {
  escape: 'leave',
  pageup: 'page-up',
  pagedown: 'page-down',
};

export const KEYMAP: Readonly<Record<string, Operation>> = {
  ...Object.fromEntries(
    DEFAULT_BINDINGS.flatMap(({ context, chord, line }) => {
      const operation = operationOf(line);
      return context === 'prompt' && operation !== null ? [[chord, operation] as const] : [];
    }),
  ),
  ...MENU_KEYS,
};

/** The editing operation that a bound line stands for; null when it is another line. */
export function operationOf(line: string): Operation | null {
  const name = line.startsWith(EDIT_LINE) ? line.slice(EDIT_LINE.length).trim() : '';
  return isOperation(name) ? name : null;
}
