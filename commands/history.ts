/** `history`: the lines typed so far, as rows. */
import { defineCommand } from '../src/command/define.ts';
import { int } from '../src/command/types/int.ts';
import { maskSecrets } from '../src/lib/safe-text.ts';
import { text } from '../src/command/types/text.ts';
import { count, prose } from './_show.ts';

export default defineCommand({
  summary: 'Lists the lines typed so far, newest last',
  description: 'Passwords and tokens in them are not kept. A line that begins with a blank is not kept at all.',
  args: [{ name: 'n', type: int({ min: 1, max: 100_000 }), default: 20, help: 'how many' }],
  flags: { find: { type: text, help: 'only lines that hold this text, whatever the case' } },
  effect: 'read',
  output: 'rows',
  needs: 'none',
  columns: [count('n'), prose('line', 24)],
  fields: ['n', 'line'],
  empty: () => 'nothing was typed yet',
  examples: ['history', 'history 50 --find scrape', 'history 1000 | where line ~ ^proxies'],
  run({ session }, { n, find }) {
    const wanted = find?.toLowerCase();
    return session.history
      .map((line, index) => ({ n: index + 1, line: maskSecrets(line) }))
      .filter(({ line }) => wanted === undefined || line.toLowerCase().includes(wanted))
      .slice(-n);
  },
});
