/** The completion script for zsh, with descriptions. Pure: text of what completions/words.ts found. */
import { VALUE_FLAGS } from './words.ts';
import type { Offered, Place } from './words.ts';

export function zshScript(places: readonly Place[]): string {
  const cases = places.map(
    ({ behind, words, flags }) => `    ${quote(behind)})
      offered=(${words.map(described).join(' ')})
      flags=(${flags.map(described).join(' ')}) ;;`,
  );
  const values = places.flatMap(({ behind, values: own }) =>
    Object.entries(own).map(
      ([flag, choices]) => `    ${quote(`${behind} ${flag}`)}) offered=(${choices.map(quote).join(' ')}) ;;`,
    ),
  );
  return `#compdef refbot
# Completion of refbot for zsh: source <(refbot completions zsh)
_refbot_find() {
  offered=() flags=()
  case $1 in
${cases.join('\n')}
    *) return 1 ;;
  esac
}
_refbot_values() {
  offered=()
  case $1 in
${values.join('\n')}
    *) return 1 ;;
  esac
}
_refbot() {
  local -a offered flags before
  local key
  integer i depth=0
  for ((i = 2; i < CURRENT; i++)); do
    case \${words[i]} in
      (${VALUE_FLAGS.join('|')}) ((i++)) ;;
      (-*) ;;
      (*) before+=("\${words[i]}") ;;
    esac
  done
  for ((i = \${#before} < 3 ? \${#before} : 3; i >= 0; i--)); do
    key="\${(j: :)before[1,i]}"
    if _refbot_find "$key"; then depth=$i; break; fi
  done
  if [[ -z $key && \${#before} -gt 0 ]]; then _files; return; fi
  if _refbot_values "$key \${words[CURRENT-1]}"; then
    _describe value offered
    return
  fi
  _refbot_find "$key"
  if [[ \${words[CURRENT]} == -* ]]; then
    _describe flag flags
  elif ((\${#before} == depth && \${#offered} > 0)); then
    _describe command offered
  else
    _files
  fi
}
if [[ \${funcstack[1]} == _refbot ]]; then _refbot "$@"; else compdef _refbot refbot; fi
`;
}

/** `word:what it does`; a colon in the word would end it. */
function described({ word, help }: Offered): string {
  return quote(`${word.replaceAll(':', '\\:')}:${help}`);
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
