/** Ends a script with status 3 when a condition does not hold. */
import { asText } from '../src/command/expr/compare.ts';
import { condition } from '../src/command/types/condition.ts';
import { defineCommand } from '../src/command/define.ts';
import { fail } from '../src/model/errors.ts';
import { text } from '../src/command/types/text.ts';

export default defineCommand({
  summary: 'Fails with status 3 unless a condition holds',
  args: [
    { name: 'condition', type: condition, help: 'what must hold: $alive > 50' },
    { name: 'message', type: text, required: false, help: 'what to say when it does not' },
  ],
  effect: 'read',
  output: 'none',
  needs: 'none',
  examples: ['assert (proxies stats).total >= 0', 'let alive = 7; assert $alive > 5 "too few proxies work"'],
  run(_context, args) {
    if (args.condition.holds) return;
    const values = args.condition.known.map(({ text, value }) => `${text} is ${asText(value)}`).join(', ');
    throw fail(
      'threshold-missed',
      args.message ?? `not so: ${args.condition.text}`,
      values === '' ? {} : { hint: values },
    );
  },
});
