/** `sources disable`: says whether rounds of scraping fetch a source. */
import { defineCommand } from '../../src/command/define.ts';
import { SOURCE_COLUMNS, SOURCE_FIELDS, sourceName } from './_row.ts';

export default defineCommand({
  summary: 'Keeps a source from being fetched',
  args: [{ name: 'source', type: sourceName, help: 'its name' }],
  effect: 'write',
  output: 'value',
  columns: SOURCE_COLUMNS,
  fields: SOURCE_FIELDS,
  show: ({ name }) => `${String(name)} is not fetched any more\n`,
  examples: ['sources disable lab'],
  run: async ({ engine }, args) => ({ ...(await engine.act.enableSource(args.source, false)) }),
});
