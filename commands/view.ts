/** `view`: what the full screen shows. */
import { defineScreenCommand } from '../src/command/define-screen.ts';
import { choice } from '../src/command/types/choice.ts';
import { text } from '../src/command/types/text.ts';

const WAYS = ['back', 'last', 'next', 'previous'] as const;

export default defineScreenCommand({
  summary: 'Shows another view of the full screen',
  description: `Views: dashboard, proxies, sources, jobs, alerts, log, charts, options, help, and proxy with the id of one. Ways: ${WAYS.join(', ')}.`,
  args: [
    {
      name: 'view',
      type: choice(
        'dashboard',
        'proxies',
        'sources',
        'jobs',
        'alerts',
        'log',
        'charts',
        'options',
        'help',
        'proxy',
        ...WAYS,
      ),
      help: 'its name, or a way to go',
    },
    { name: 'subject', type: text, required: false, help: 'what it is about: the proxy of `view proxy`' },
  ],
  examples: ['view proxies', 'view proxy 12', 'view back', 'view next'],
  act(screen, { view, subject }) {
    const way = WAYS.find((name) => name === view);
    if (way) screen.travel(way);
    else screen.show(view, subject);
  },
});
