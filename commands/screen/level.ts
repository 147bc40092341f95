/** `screen level`: how serious a log line must be. */
import { defineScreenCommand } from '../../src/command/define-screen.ts';
import { choice } from '../../src/command/types/choice.ts';

export default defineScreenCommand({
  summary: 'Shows log lines of this level and those above',
  args: [
    { name: 'level', type: choice('next', 'debug', 'info', 'warn', 'error'), default: 'next', help: 'the least level' },
  ],
  examples: ['screen level warn', 'screen level next'],
  act: (screen, { level }) => screen.act({ kind: 'level', least: level }),
});
