/** `state export`: the whole state as one file for another machine, without passwords. */
import { defineCommand } from '../../src/command/define.ts';
import { path } from '../../src/command/types/path.ts';
import { bytes, count, plain } from '../_show.ts';

export default defineCommand({
  summary: 'Writes the whole state to one file for another machine',
  description:
    'Proxies with their history, sources, aliases, switches, what checks taught; with a checksum over all of it. Passwords and tokens are left out or masked: type them again there. Configuration is not part of the state: copy config.json. The file can also be used as it is: --state FILE.',
  args: [{ name: 'file', type: path, help: 'the file, or - for standard output' }],
  effect: 'read',
  output: 'value',
  columns: [plain('file'), count('proxies'), bytes('bytes', 'size')],
  examples: ['state export refbot.json', 'state export -'],
  async run({ engine, io }, { file }) {
    const { total } = engine.view.stats();
    const sink =
      file === '-'
        ? { write: (text: string) => io.write(text), close: async () => {} }
        : await io.openWrite(file, false);
    const decoder = new TextDecoder();
    let size = 0;
    try {
      for await (const chunk of engine.view.exportState()) {
        size += chunk.byteLength;
        await sink.write(decoder.decode(chunk, { stream: true }));
      }
    } finally {
      await sink.close();
    }
    return file === '-' ? undefined : { file, proxies: total, bytes: size };
  },
});
