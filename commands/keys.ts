/** `keys`: which key runs which command where. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { defineCommand } from '../src/command/define.ts';
import { resolvePaths } from '../src/core/paths.ts';
import { showChord } from '../src/command/keys/chord.ts';
import { Keymap } from '../src/command/keys/keymap.ts';
import { KEY_CONTEXTS, KEYS_FILE, parseKeysFile } from '../src/command/keys/keys-file.ts';
import { word } from '../src/command/types/word.ts';
import { plain, prose } from './_show.ts';

export default defineCommand({
  summary: 'Lists the keys: where they hold and which command they run',
  description: `${KEYS_FILE} beside config.json changes them, one \`<context> <key> <command>\` a line, \`none\` takes a key away; the shell reads it again when it is saved. $row is the row under the cursor. Contexts: ${KEY_CONTEXTS.join(', ')}.`,
  args: [{ name: 'context', type: word, required: false, help: 'only this context' }],
  effect: 'read',
  output: 'rows',
  needs: 'none',
  columns: [plain('context'), plain('key'), prose('command', 24), plain('origin')],
  examples: ['keys', 'keys panel', 'keys | where origin = file'],
  run({ engine, face, io }, { context }) {
    const bindings = face?.screen?.bindings() ?? new Keymap(stored(engine?.config.file ?? null, io.cwd)).all();
    return bindings
      .filter((binding) => context === undefined || binding.context === context)
      .map(({ context: where, chord, line, origin }) => ({
        context: where,
        key: showChord(chord),
        command: line,
        origin,
      }));
  },
});

function stored(config: string | null, cwd: string): ReturnType<typeof parseKeysFile> {
  const folder = dirname(config ?? resolvePaths({ env: process.env, cwd }).config);
  try {
    return parseKeysFile(readFileSync(join(folder, KEYS_FILE), 'utf8'), KEY_CONTEXTS);
  } catch {
    // No file: the product's own keys.
    return { bindings: [], unbound: [], problems: [] };
  }
}
