/** `source`: runs a file of commands here, in the same session. */
import { defineCommand } from '../src/command/define.ts';
import { path } from '../src/command/types/path.ts';
import { text } from '../src/command/types/text.ts';

export default defineCommand({
  summary: 'Runs a file here: what it sets and defines stays',
  description:
    'Its name is looked for beside the file that sources it, then in the folder you are in. Where the name is written out, the file is checked with the text that sources it. `run` runs a script with variables of its own instead.',
  args: [
    { name: 'file', type: path, help: 'the file' },
    { name: 'args', type: text, rest: true, required: false, help: 'values for its params' },
  ],
  effect: 'read',
  output: 'none',
  // What is in the file decides; alone, it gets what any command may need.
  needs: () => 'engine',
  examples: ['source ./helpers.refbot'],
  run: ({ language }, { file, args }) => language.source(file, args),
});
