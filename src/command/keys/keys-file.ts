/**
 * The person's own keys as text: one `<context> <key> <command line>` a line, `none` as the command takes a key away.
 * Reads everything that can be read and says what cannot, with its line. Pure; the shell reads and watches the file.
 */
import { parseChord } from './chord.ts';
import type { Binding } from './binding.ts';

/** Its name, beside config.json. */
export const KEYS_FILE = 'keys.conf';

export interface KeysProblem {
  /** From 1. */
  readonly line: number;
  readonly message: string;
}

export interface KeysFile {
  readonly bindings: readonly Binding[];
  /** Keys that are taken away. */
  readonly unbound: readonly Pick<Binding, 'context' | 'chord'>[];
  readonly problems: readonly KeysProblem[];
}

/** The one key that waits for another. */
export const SEQUENCE_PREFIX = 'C-x';

const SHAPE = /^(\S+)\s+(\S+)\s+(.+)$/;

/**
 * @param contexts the names that a context can have: KEY_CONTEXTS
 * @param check the problem of a command line, null when it is sound
 */
export function parseKeysFile(
  text: string,
  contexts: readonly string[],
  check: (line: string) => string | null = () => null,
): KeysFile {
  const bindings: Binding[] = [];
  const unbound: Pick<Binding, 'context' | 'chord'>[] = [];
  const problems: KeysProblem[] = [];
  for (const [index, row] of text.split(/\r?\n/).entries()) {
    const trimmed = row.trim();
    if (trimmed === '' || trimmed.startsWith('#')) continue;
    const problem = read(trimmed);
    if (problem !== null) problems.push({ line: index + 1, message: problem });
  }
  return { bindings, unbound, problems };

  function read(row: string): string | null {
    const [, context = '', key = '', line = ''] = SHAPE.exec(row) ?? [];
    if (line === '') return 'a line is <context> <key> <command>: panel b proxies ban $row.id';
    if (!contexts.includes(context)) return `${context} is no context; there are ${contexts.join(', ')}`;
    const chord = parseChord(key);
    if (chord === null) return `${key} is no key: try Ctrl-T, Alt-x, F5, Space, x`;
    if (chord.includes(' ') && !isSequence(context, chord))
      return `${key}: two keys in a row begin with Ctrl-X and hold while a line is edited (context prompt): Ctrl-X,Ctrl-G`;
    if (line === 'none') {
      unbound.push({ context, chord });
      return null;
    }
    const problem = check(line);
    if (problem !== null) return problem;
    bindings.push({ context, chord, line, origin: 'file' });
    return null;
  }
}

/** What the prompt can hear of keys one after the other. */
function isSequence(context: string, chord: string): boolean {
  const [first, ...others] = chord.split(' ');
  return first === SEQUENCE_PREFIX && others.length === 1 && (context === 'prompt' || context === 'general');
}
