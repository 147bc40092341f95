/** The whole pool as a table: working ones first, every status reachable by scrolling, sorting or a filter. */
import { firstSteps } from '../../command/keys/named-key.ts';
import { PROXY_FIELDS } from '../../command/proxy-fields.ts';
import { definePanel } from '../define-panel.ts';
import { PROXY_COLUMNS, proxyTexts } from '../table/proxy-columns.ts';
import { proxySource } from '../table/proxy-source.ts';
import { tablePanel } from '../table/table-panel.ts';

export default definePanel({
  title: 'proxies',
  tab: 'proxies',
  number: null,
  kind: 'table',
  readsPool: true,
  create: () =>
    tablePanel({
      source: proxySource(() => ({})),
      columns: PROXY_COLUMNS,
      fields: PROXY_FIELDS,
      texts: proxyTexts,
      sortedBy: 'score',
      open: (row, port) => port.show('proxy', String(row.id)),
      copied: (row) => row.address,
      empty: ({ keymap }) => [
        'the pool is empty',
        'scrape fetches the lists that sources list shows',
        'proxies import list.txt takes a file of your own',
        ...firstSteps(keymap, 'offers first steps in plain words'),
      ],
      isOut: (row) => row.banned,
      isPool: true,
    }),
});
