/** `screen output`: scrolls what commands printed. */
import { defineScreenCommand } from '../../src/command/define-screen.ts';
import { int } from '../../src/command/types/int.ts';

export default defineScreenCommand({
  summary: 'Scrolls the output by pages, whoever has the keys',
  args: [{ name: 'pages', type: int({ min: -1000, max: 1000 }), help: 'up when negative' }],
  examples: ['screen output 1', 'screen output -1'],
  act: (screen, { pages }) => screen.scrollOutput(pages),
});
