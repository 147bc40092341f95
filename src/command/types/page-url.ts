/** The URL of a page of one's own; those that proxies were checked against are offered, but for those with masked keys. */
import type { ArgType } from '../types.ts';
import { url } from './url.ts';

export const pageUrl: ArgType<string> = {
  ...url,
  complete: (prefix, { engine }) =>
    (engine?.view.targets() ?? [])
      .filter(({ key, shown }) => key === shown && shown.startsWith(prefix))
      .map(({ shown, passed, checked }) => ({ value: shown, help: `${passed} of ${checked} passed` })),
};
