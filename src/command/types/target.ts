/** A page of one's own that proxies were checked against: its URL, or a part of it that no other has. */
import { safeText } from '../../lib/safe-text.ts';
import { badValue } from './bad-value.ts';
import type { ArgType } from '../types.ts';

export const target: ArgType<string> = {
  name: 'page',
  parse(text) {
    if (text.trim() === '')
      throw badValue(text, 'a page that was checked against', 'http://127.0.0.1:8000/, shop.example');
    return text;
  },
  complete: (prefix, { engine }) =>
    (engine?.view.targets() ?? [])
      .filter(({ shown }) => shown.startsWith(prefix))
      .map(({ shown, passed, checked }) => ({ value: safeText(shown), help: `${passed} of ${checked} passed` })),
};
