/** The completion script for bash. Pure: text of what completions/words.ts found. */
import { VALUE_FLAGS } from './words.ts';
import type { Place } from './words.ts';

export function bashScript(places: readonly Place[]): string {
  const cases = places.map(
    ({ behind, words, flags }) =>
      `    ${quote(behind)}) words=${quote(words.map(({ word }) => word).join(' '))} flags=${quote(flags.map(({ word }) => word).join(' '))} ;;`,
  );
  const values = places.flatMap(({ behind, values: own }) =>
    Object.entries(own).map(
      ([flag, choices]) => `    ${quote(`${behind} ${flag}`)}) words=${quote(choices.join(' '))} ;;`,
    ),
  );
  return `# Completion of refbot for bash: source <(refbot completions bash)
_refbot_find() {
  words= flags=
  case $1 in
${cases.join('\n')}
    *) return 1 ;;
  esac
}
_refbot_values() {
  words=
  case $1 in
${values.join('\n')}
    *) return 1 ;;
  esac
}
_refbot() {
  local cur=\${COMP_WORDS[COMP_CWORD]} words= flags= key= depth=0 i
  local before=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    case \${COMP_WORDS[i]} in
      ${VALUE_FLAGS.join('|')}) ((i++)) ;;
      -*) ;;
      *) before+=("\${COMP_WORDS[i]}") ;;
    esac
  done
  COMPREPLY=()
  # The longest name of a command that the words begin with.
  for ((i = \${#before[@]} < 3 ? \${#before[@]} : 3; i >= 0; i--)); do
    key="\${before[*]:0:i}"
    if _refbot_find "$key"; then depth=$i; break; fi
  done
  # Nothing is known of words behind a word that is no command.
  if [[ -z $key && \${#before[@]} -gt 0 ]]; then return; fi
  if _refbot_values "$key \${COMP_WORDS[COMP_CWORD-1]}"; then
    COMPREPLY=($(compgen -W "$words" -- "$cur"))
    return
  fi
  _refbot_find "$key"
  if [[ $cur == -* ]]; then
    COMPREPLY=($(compgen -W "$flags" -- "$cur"))
  elif ((\${#before[@]} == depth)); then
    COMPREPLY=($(compgen -W "$words" -- "$cur"))
  fi
}
complete -o default -F _refbot refbot
`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
