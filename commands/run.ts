/** Runs a script file, or the text of standard input. */
import { AlreadyReported } from '../src/command/run/control.ts';
import { defineCommand } from '../src/command/define.ts';
import { EXIT } from '../src/model/errors.ts';
import { path } from '../src/command/types/path.ts';
import { readScript } from '../src/command/run/read-script.ts';
import { text } from '../src/command/types/text.ts';

export default defineCommand({
  summary: 'Runs a script file',
  description:
    'The whole file is parsed and type-checked before anything runs. The first command that fails ends the script, with its place and status. Arguments behind the file fill the params of the script in order.',
  args: [
    { name: 'file', type: path, help: 'the script; - is standard input' },
    { name: 'args', type: text, rest: true, required: false, help: 'values for its params' },
  ],
  flags: {
    check: { help: 'parse and type-check only; nothing runs' },
    echo: { short: 'x', help: 'print each command before it runs' },
    'keep-going': { help: 'go on after a command that fails' },
  },
  effect: 'read',
  output: 'none',
  needs: (argv) => (argv.includes('--check') ? 'none' : 'engine'),
  examples: ['run ./nightly.refbot', 'run ./nightly.refbot 50', 'run ./nightly.refbot --check'],
  async run({ io, language, note }, args) {
    const source = {
      origin: args.file === '-' ? 'stdin' : args.file,
      text: await readScript(io, args.file),
      args: args.args,
      ...(args.file === '-' ? {} : { file: args.file }),
    };
    const options = {
      ...(args.check ? { checkOnly: true } : {}),
      ...(args.echo ? { echo: true } : {}),
      ...(args['keep-going'] ? { keepGoing: true } : {}),
    };
    const status = await language.run(source, options, 'own');
    if (status !== EXIT.ok) throw new AlreadyReported(status);
    if (args.check) note(`${source.origin}: no errors`);
  },
});
