/** `sources list`: where proxies come from and what each place yields. */
import { defineCommand } from '../../src/command/define.ts';
import { SOURCE_COLUMNS, SOURCE_FIELDS } from './_row.ts';

export default defineCommand({
  summary: 'Lists the places that proxies come from and what each yields',
  effect: 'read',
  output: 'rows',
  columns: SOURCE_COLUMNS,
  fields: SOURCE_FIELDS,
  examples: ['sources list', 'sources list | where state = failing', 'sources list | sort -working | first 5'],
  run: ({ engine }) => engine.view.sources().map((row) => ({ ...row })),
});
