/** Gives its arguments back, joined by blanks. */
import { defineCommand } from '../src/command/define.ts';
import { text } from '../src/command/types/text.ts';

export default defineCommand({
  summary: 'Prints text or the value of a variable',
  args: [{ name: 'text', type: text, rest: true, required: false, help: 'what to print' }],
  effect: 'read',
  output: 'value',
  needs: 'none',
  examples: ['echo "pool is ready"', 'let want = 50; echo "wanting $want"'],
  // Without words a blank line.
  run: (_context, args) => args.text.join(' ') || '\n',
});
