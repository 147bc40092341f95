/** The best of the pool as a table: what works now. A filter on the status looks at all the others, too. */
import { firstSteps } from '../../command/keys/named-key.ts';
import { PROXY_FIELDS } from '../../command/proxy-fields.ts';
import { definePanel } from '../define-panel.ts';
import { PROXY_COLUMNS, proxyTexts } from '../table/proxy-columns.ts';
import { proxySource } from '../table/proxy-source.ts';
import { tablePanel } from '../table/table-panel.ts';

export default definePanel({
  title: 'top proxies',
  tab: 'proxies',
  number: 6,
  kind: 'table',
  create: () =>
    tablePanel({
      source: proxySource((filter) =>
        /\b(?:status|banned|failure)\b/.test(filter) ? {} : { status: ['working'], where: (row) => !row.banned },
      ),
      columns: PROXY_COLUMNS,
      fields: PROXY_FIELDS,
      texts: proxyTexts,
      sortedBy: 'score',
      open: (row, port) => port.show('proxy', String(row.id)),
      copied: (row) => row.address,
      empty: ({ facts, keymap }) =>
        facts?.stats.total === 0
          ? ['no proxies yet', ...firstSteps(keymap, 'offers first steps, or type: scrape; check')]
          : ['no working proxy yet', 'check'],
      isPool: true,
    }),
});
