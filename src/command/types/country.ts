/** A country as its ISO 3166 alpha-2 code in capitals; `??` is the unknown one. */
import { badValue } from './bad-value.ts';
import type { ArgType } from '../types.ts';

export const country: ArgType<string> = {
  name: 'cc',
  parse(text) {
    if (!/^(?:[a-z]{2}|\?\?)$/i.test(text)) throw badValue(text, 'a country code', 'DE, US, jp, ?? (unknown)');
    return text.toUpperCase();
  },
  complete: (prefix, { engine }) =>
    (engine?.view.stats().countries ?? [])
      .filter(({ country: code }) => code.startsWith(prefix.toUpperCase()))
      .map(({ country: code, working }) => ({ value: code, help: `${working} working` })),
};
