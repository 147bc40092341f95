/** `screen sort`: by another column. */
import { defineScreenCommand } from '../../src/command/define-screen.ts';
import { text } from '../../src/command/types/text.ts';

export default defineScreenCommand({
  summary: 'Sorts the table by a column',
  args: [{ name: 'by', type: text, default: 'next', help: 'a column, or next, previous, reverse' }],
  examples: ['screen sort latency', 'screen sort next', 'screen sort reverse'],
  act: (screen, { by }) => screen.act({ kind: 'sort', by }),
});
