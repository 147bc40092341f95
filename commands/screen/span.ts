/** `screen span`: how far back charts look. */
import { defineScreenCommand } from '../../src/command/define-screen.ts';
import { choice } from '../../src/command/types/choice.ts';

export default defineScreenCommand({
  summary: 'Lets charts look further back, or less far',
  args: [{ name: 'which', type: choice('longer', 'shorter'), help: 'which way' }],
  examples: ['screen span longer'],
  act: (screen, { which }) => screen.act({ kind: 'span', which }),
});
