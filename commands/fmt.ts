/** `fmt`: writes a file of commands the one way. What it means never changes. */
import { defineCommand } from '../src/command/define.ts';
import { formatText } from '../src/command/fmt/format-text.ts';
import { sameMeaning } from '../src/command/fmt/same-meaning.ts';
import { path } from '../src/command/types/path.ts';
import { readScript } from '../src/command/run/read-script.ts';
import { fail } from '../src/model/errors.ts';

export default defineCommand({
  summary: 'Formats a file of commands: blanks and line breaks, nothing else',
  description:
    'Two blanks a block, one between words, no empty line twice. A file that does not follow the grammar is left as it is. `-` formats standard input to the output.',
  args: [{ name: 'file', type: path, help: 'the file; - is standard input' }],
  flags: { check: { help: 'change nothing; status 3 where something would change' } },
  effect: 'write',
  output: 'value',
  page: true,
  needs: 'none',
  dryRun: true,
  examples: ['fmt ./nightly.refbot', 'fmt ./nightly.refbot --check'],
  async run({ io, language, note, options }, { file, check }) {
    const text = await readScript(io, file);
    const formatted = formatText(text);
    const problem = sameMeaning(text, formatted, file === '-' ? 'stdin' : file, language.registry);
    if (problem) throw problem;
    if (file === '-' && !check) return formatted;
    if (formatted === text) return null;
    if (check) throw fail('threshold-missed', `${file} is not formatted`, { hint: `fmt ${file}` });
    if (options.dryRun) {
      note(`would format ${file}`);
      return null;
    }
    const sink = await io.openWrite(file, false);
    await sink.write(formatted);
    await sink.close();
    note(`formatted ${file}`);
    return null;
  },
});
