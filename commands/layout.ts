/** `layout`: how the dashboard is arranged. */
import { defineScreenCommand } from '../src/command/define-screen.ts';
import { choice } from '../src/command/types/choice.ts';

export default defineScreenCommand({
  summary: 'Arranges the dashboard in another way',
  description: 'auto chooses by the size of the terminal; an arrangement that does not fit waits until it does.',
  args: [
    {
      name: 'layout',
      type: choice('next', 'auto', 'dashboard', 'narrow', 'list', 'tiny'),
      default: 'next',
      help: 'which one',
    },
  ],
  examples: ['layout list', 'layout auto', 'layout'],
  act: (screen, args) => screen.arrange({ kind: 'layout', name: args.layout }),
});
