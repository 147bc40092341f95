/** `screen find`: the next hit of a search. */
import { defineScreenCommand } from '../../src/command/define-screen.ts';
import { choice } from '../../src/command/types/choice.ts';

export default defineScreenCommand({
  summary: 'Goes to the next or previous hit of the search',
  args: [{ name: 'which', type: choice('next', 'previous'), default: 'next', help: 'which hit' }],
  examples: ['screen find', 'screen find previous'],
  act: (screen, { which }) => screen.act({ kind: 'find', which }),
});
