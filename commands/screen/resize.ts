/** `screen resize`: moves the borders between panels. */
import { defineScreenCommand } from '../../src/command/define-screen.ts';
import { choice } from '../../src/command/types/choice.ts';

export default defineScreenCommand({
  summary: 'Moves the borders between the panels',
  args: [{ name: 'which', type: choice('wider', 'narrower', 'taller', 'shorter', 'reset'), help: 'which way' }],
  examples: ['screen resize wider', 'screen resize reset'],
  act: (screen, { which }) => screen.arrange({ kind: 'resize', which }),
});
