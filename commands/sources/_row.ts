/** Rows of sources, and the type of an argument that names one. */
import type { Column } from '../../src/command/define.ts';
import { badValue } from '../../src/command/types/bad-value.ts';
import type { ArgType } from '../../src/command/types.ts';
import { safeText } from '../../src/lib/safe-text.ts';
import { ago, count, duration, percent, plain, prose, time, words, yesNo } from '../_show.ts';

export const SOURCE_COLUMNS: readonly Column[] = [
  plain('name'),
  plain('state'),
  yesNo('enabled'),
  count('found'),
  count('new'),
  count('working'),
  percent('workingRate', 'share'),
  ago('lastFetchedAt', 'fetched'),
  count('failures', 'fails'),
  prose('error', 20),
  words('protocols'),
  duration('ms', 'took'),
  plain('kind'),
  plain('format'),
  count('listed'),
  time('nextDueAt', 'next fetch'),
];

export const SOURCE_FIELDS: readonly string[] = [
  'name',
  'location',
  'kind',
  'enabled',
  'protocols',
  'lastFetchedAt',
  'nextDueAt',
  'state',
  'failures',
  'format',
  'found',
  'new',
  'listed',
  'working',
  'workingRate',
  'ms',
  'error',
];

/** A source by its name. */
export const sourceName: ArgType<string> = {
  name: 'source',
  parse(text) {
    if (text === '' || safeText(text, 200) !== text)
      throw badValue(text, 'a source', 'the name that `sources list` shows');
    return text;
  },
  complete: (prefix, { engine }) =>
    (engine?.view.sources() ?? [])
      .filter(({ name }) => name.startsWith(prefix))
      .map(({ name, state, found }) => ({ value: name, help: `${state}, ${found} found` })),
};

/** A URL, a file or a folder that proxies are listed in. */
export const sourceLocation: ArgType<string> = {
  name: 'url|file|folder',
  parse(text) {
    if (text.trim() === '' || safeText(text, 2000) !== text) {
      throw badValue(text, 'a place of proxies', 'https://example.org/list.txt, ./lists, /srv/proxies.csv');
    }
    return text;
  },
};
