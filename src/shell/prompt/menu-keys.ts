/** Keys while candidates are open: which of them is chosen, or that it is taken. Values only; the prompt narrows and closes the menu. */
import { choose, choosePage, type Menu } from '../edit/completion.ts';
import type { Operation } from '../edit/operations.ts';

type Next = { readonly kind: 'menu'; readonly menu: Menu } | { readonly kind: 'close' } | { readonly kind: 'take' };

/** @returns null when the key is no key of the menu */
export function menuKey(menu: Menu, operation: Operation): Next | null {
  switch (operation) {
    case 'complete':
    case 'down':
    case 'newer':
      return { kind: 'menu', menu: choose(menu, 1) };
    case 'complete-back':
    case 'up':
    case 'older':
      return { kind: 'menu', menu: choose(menu, -1) };
    case 'page-up':
    case 'page-down':
      return { kind: 'menu', menu: choosePage(menu, operation === 'page-up' ? -1 : 1) };
    case 'leave':
      return { kind: 'close' };
    case 'enter':
    case 'right':
      return menu.chosen < 0 ? null : { kind: 'take' };
    default:
      return null;
  }
}
