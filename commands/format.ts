/** `format`: how results are shown from now on in this session. */
import { choice } from '../src/command/types/choice.ts';
import { defineCommand } from '../src/command/define.ts';
import { FORMATS } from '../src/command/interpreter.ts';

export default defineCommand({
  summary: 'Says how results are shown in the rest of the session',
  description:
    'What a call says itself (`--format`, `--json`, `to csv`) still counts more. `default` goes back to tables on a terminal and tab-separated values in a pipe. In a script it holds to the end of the script.',
  args: [
    {
      name: 'format',
      type: choice(...FORMATS, 'default'),
      required: false,
      help: 'one of the formats, or default; without it, the present one is told',
    },
  ],
  effect: 'read',
  output: 'value',
  needs: 'none',
  examples: ['format json', 'format default'],
  run({ session: { settings } }, { format }) {
    if (format === undefined) return settings.format ?? 'default';
    settings.format = format === 'default' ? null : format;
    return null;
  },
});
