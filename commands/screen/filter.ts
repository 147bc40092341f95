/** `screen filter`: which rows a table shows. */
import { defineScreenCommand } from '../../src/command/define-screen.ts';
import { text } from '../../src/command/types/text.ts';

export default defineScreenCommand({
  summary: 'Shows the rows that pass a filter; asks for it when none is given',
  description:
    'An expression of the filter language, /regex/, !/regex/ for what does not match, or letters that are found in any column. An empty text shows all.',
  args: [
    {
      name: 'filter',
      type: text,
      rest: true,
      required: false,
      help: 'an expression, /regex/, !/regex/ or letters to find',
    },
  ],
  examples: ['screen filter', "screen filter 'country = DE'", "screen filter ''"],
  act: (screen, { filter }) => screen.act({ kind: 'filter', text: filter.length === 0 ? null : filter.join(' ') }),
});
