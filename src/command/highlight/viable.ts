/**
 * Whether an error at the word that is being typed may still go away with the next letters: `--contr`, `elit`, `5` where
 * `5s` is wanted. Such a word is not shown as wrong yet. Pure.
 */
import { COMMON_FLAGS } from '../flags/common-flags.ts';
import { KEYWORDS } from '../complete/command-words.ts';
import { fieldsAt } from '../complete/stage-fields.ts';
import type { RefbotError } from '../../model/errors.ts';
import type { StageReader, Token } from '../complete/stage-reader.ts';
import type { Registry } from '../registry.ts';
import type { ArgType } from '../types.ts';

/** Ends that make values of the types there are from their beginnings. */
const TAILS = ['0', '1', 's', 'ms', 'b', 'kb', 'mb', '%', 'a', '.0', '1:1', ':1', '.1:1', ']:1', '1]:1', 'a:1', '://a'];
const JOINS = ['and', 'or', 'not', 'in'];

export interface Typing {
  readonly registry: Registry;
  readonly variables: Iterable<string>;
  readonly stage: StageReader;
  /** The word at the cursor, up to the cursor. */
  readonly token: Token;
}

export function isViable(error: RefbotError, typing: Typing): boolean {
  const { token, stage, registry } = typing;
  const { text } = token;
  const begins = (words: Iterable<string>, begun = text): boolean => {
    for (const word of words) if (word.toLowerCase().startsWith(begun.toLowerCase())) return true;
    return false;
  };
  switch (error.errorName) {
    case 'unknown-command': {
      const words = [...stage.names, text].join(' ');
      if (begins(registry.names(), words)) return true;
      return (
        stage.names.length === 0 &&
        begins([...registry.aliases().keys(), ...registry.expansions().keys(), ...KEYWORDS.map(({ value }) => value)])
      );
    }
    case 'unknown-flag':
      return stage.command !== null && begins(flagsOf(stage));
    case 'unknown-field':
      return begins(
        [...(fieldsAt(stage) ?? stage.type?.fields ?? []), 'not'],
        text.replace(/^.*,/, '').replace(/^[+-]/, ''),
      );
    case 'unknown-variable':
      return begins(
        Array.from(typing.variables, (name) => `$${name}`),
        text.replace(/^.*\$/s, '$'),
      );
    case 'bad-value':
      return couldBecome(token.type, text) || begins(flagsOf(stage));
    case 'extra-argument':
      return (stage.isFiltering && begins(JOINS)) || begins(flagsOf(stage)) || /^[!=<>~]/.test(text);
    default:
      // The grammar wants something else here; what, the next letters may show.
      return true;
  }
}

/** `--…` for what begins with a minus; nothing else begins a flag. */
function flagsOf({ command }: StageReader): string[] {
  return Object.keys({ ...COMMON_FLAGS, ...command?.definition.flags }).map((name) => `--${name}`);
}

function couldBecome(type: ArgType<unknown> | null, text: string): boolean {
  if (!type) return true;
  if (TAILS.some((tail) => parses(type, text + tail))) return true;
  const begun = text.toLowerCase();
  return type.complete?.(text, { cwd: '/' }).some(({ value }) => value.toLowerCase().startsWith(begun)) ?? false;
}

function parses(type: ArgType<unknown>, text: string): boolean {
  try {
    type.parse(text);
    return true;
  } catch {
    return false;
  }
}
