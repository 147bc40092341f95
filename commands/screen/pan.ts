/** `screen pan`: sideways in lines that are cut. */
import { defineScreenCommand } from '../../src/command/define-screen.ts';
import { choice } from '../../src/command/types/choice.ts';

export default defineScreenCommand({
  summary: 'Shows what is further to the right in lines that are cut, or goes back',
  args: [{ name: 'which', type: choice('left', 'right'), help: 'which way' }],
  examples: ['screen pan right'],
  act: (screen, { which }) => screen.act({ kind: 'pan', which }),
});
