/** `log`: the newest lines of the log. */
import { defineCommand } from '../src/command/define.ts';
import { choice } from '../src/command/types/choice.ts';
import { int } from '../src/command/types/int.ts';
import { word } from '../src/command/types/word.ts';
import { plain, prose, time } from './_show.ts';

const LEVELS = ['debug', 'info', 'warn', 'error'] as const;

export default defineCommand({
  summary: 'Shows the newest lines of the log, newest last',
  args: [{ name: 'n', type: int({ min: 1, max: 100_000 }), default: 20, help: 'how many' }],
  flags: {
    level: { type: choice(...LEVELS), default: 'debug', help: 'this level and those above' },
    area: { type: word, help: 'one part: source, check, store, breaker, …' },
  },
  effect: 'read',
  output: 'rows',
  columns: [time('at', 'time'), plain('level'), plain('area'), prose('message', 32)],
  fields: ['at', 'level', 'area', 'message'],
  examples: ['log', 'log 100 --level warn', 'log 1000 --area source'],
  run({ engine }, args) {
    const least = LEVELS.indexOf(args.level);
    const entries = engine.view
      .log(engine.config.get('log_buffer_lines'))
      .filter(({ level, area }) => LEVELS.indexOf(level) >= least && (args.area === undefined || area === args.area));
    return entries
      .slice(-args.n)
      .map(({ at, level, area, message }) => ({ at: new Date(at).toISOString(), level, area, message }));
  },
});
