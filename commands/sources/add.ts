/** `sources add`: a list of one's own, by URL, file or folder. */
import { isAbsolute, resolve } from 'node:path';
import { defineCommand } from '../../src/command/define.ts';
import { listOf } from '../../src/command/types/list-of.ts';
import { protocol } from '../../src/command/types/protocol.ts';
import { word } from '../../src/command/types/word.ts';
import { SOURCE_COLUMNS, SOURCE_FIELDS, sourceLocation } from './_row.ts';

export default defineCommand({
  summary: 'Adds a list of your own, by URL, file or folder',
  args: [{ name: 'location', type: sourceLocation, help: 'http or https URL, file, or folder of files' }],
  flags: {
    name: { type: word, help: 'what to call it; default: made from the location' },
    protocol: { type: listOf(protocol), help: 'what lines without a protocol are' },
  },
  effect: 'write',
  output: 'value',
  columns: SOURCE_COLUMNS,
  fields: SOURCE_FIELDS,
  examples: [
    'sources add http://127.0.0.1:8000/proxies.txt',
    'sources add ./lists --name lab',
    'sources add https://example.org/socks.txt --protocol socks5 --name example',
  ],
  async run({ engine, io }, args) {
    const row = await engine.act.addSource(located(args.location, io.cwd), {
      ...(args.name === undefined ? {} : { name: args.name }),
      ...(args.protocol ? { protocols: args.protocol } : {}),
    });
    return { ...row };
  },
});

/** Files are kept by their whole path: the next command may come from another folder. */
function located(location: string, cwd: string): string {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(location) || isAbsolute(location)) return location;
  return resolve(cwd, location);
}
