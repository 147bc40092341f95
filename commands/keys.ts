/** `keys`: which key runs which command where. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { defineCommand } from '../src/command/define.ts';
import { resolvePaths } from '../src/core/paths.ts';
import { showChord } from '../src/command/keys/chord.ts';
import { Keymap } from '../src/command/keys/keymap.ts';
import { KEY_CONTEXTS } from '../src/command/keys/contexts.ts';
import { KEYS_FILE, parseKeysFile } from '../src/command/keys/keys-file.ts';
import { word } from '../src/command/types/word.ts';
import type { Binding } from '../src/command/keys/binding.ts';
import type { Row } from '../src/command/define.ts';
import { fail } from '../src/model/errors.ts';
import type { ArgType } from '../src/command/types.ts';
import { plain, prose, time } from './_show.ts';

const keyContext: ArgType<string> = {
  ...word,
  name: 'context',
  complete: (prefix) => KEY_CONTEXTS.filter((context) => context.startsWith(prefix)).map((value) => ({ value })),
};

const FIELDS = ['context', 'key', 'command', 'origin'];

export default defineCommand({
  summary: 'Lists the keys: where they hold and which command they run',
  description: `${KEYS_FILE} beside config.json changes them, one \`<context> <key> <command>\` a line, \`none\` takes a key away; the shell reads it again when it is saved. $row is the row under the cursor. Contexts: ${KEY_CONTEXTS.join(', ')}.`,
  flags: { ran: { help: 'the last keys that were pressed here, and what they ran' } },
  args: [{ name: 'context', type: keyContext, required: false, help: 'only this context' }],
  effect: 'read',
  output: 'rows',
  needs: 'none',
  columns: [time('at', 'time'), plain('context'), plain('key'), prose('command', 24), plain('origin')],
  examples: ['keys', 'keys panel', 'keys --ran', 'keys | where origin = file'],
  outputFields: (_input, { ran }) => (ran === true ? ['at', ...FIELDS] : FIELDS),
  run({ engine, face, io, present }, { context, ran }) {
    if (ran) {
      if (!face?.screen)
        throw fail('not-a-terminal', 'no keys are pressed here', { hint: 'type it in `refbot shell`' });
      present({ fields: ['at', 'context', 'key', 'command'] });
      return face.screen
        .pressed()
        .filter(({ binding }) => context === undefined || binding.context === context)
        .map(({ at, binding }) => ({ at: new Date(at).toISOString(), ...rowOf(binding) }));
    }
    const bindings = face?.screen?.bindings() ?? new Keymap(stored(engine?.config.file ?? null, io.cwd)).all();
    return bindings.filter((binding) => context === undefined || binding.context === context).map(rowOf);
  },
});

function rowOf({ context, chord, line, origin }: Binding): Row {
  return { context, key: showChord(chord), command: line, origin };
}

function stored(config: string | null, cwd: string): ReturnType<typeof parseKeysFile> {
  const folder = dirname(config ?? resolvePaths({ env: process.env, cwd }).config);
  const file = join(folder, KEYS_FILE);
  try {
    return parseKeysFile(readFileSync(file, 'utf8'), KEY_CONTEXTS);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // No file: the product's own keys.
    if (code === 'ENOENT') return { bindings: [], unbound: [], problems: [] };
    throw fail('file-io', `${file}: ${code ?? String(error)}`, { cause: error });
  }
}
