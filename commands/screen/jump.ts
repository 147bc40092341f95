/** `screen jump`: from one part of a text to the next. */
import { defineScreenCommand } from '../../src/command/define-screen.ts';
import { choice } from '../../src/command/types/choice.ts';

export default defineScreenCommand({
  summary: 'Goes to the next or previous part: a result in the output, a chapter of the manual, another proxy',
  args: [{ name: 'which', type: choice('next', 'previous'), default: 'next', help: 'which part' }],
  examples: ['screen jump', 'screen jump previous'],
  act: (screen, { which }) => screen.act({ kind: 'jump', which }),
});
