/** The completion script for fish, with descriptions. Pure: text of what completions/words.ts found. */
import { VALUE_FLAGS } from './words.ts';
import type { Place } from './words.ts';

export function fishScript(places: readonly Place[]): string {
  const lines = places.flatMap(({ behind, words, flags, values }) => [
    ...words.map(
      ({ word, help }) =>
        `complete -c refbot -n ${quote(`__refbot_at ${behind}`.trim())} -fa ${quote(word)} -d ${quote(help)}`,
    ),
    ...flags.map(({ word, help }) => {
      const choices = values[word];
      const name = word.startsWith('--') ? `-l ${word.slice(2)}` : `-s ${word.slice(1)}`;
      const value = choices ? ` -xa ${quote(choices.join(' '))}` : '';
      return `complete -c refbot -n ${quote(`__refbot_in ${behind}`.trim())} ${name}${value} -d ${quote(help)}`;
    }),
  ]);
  return `# Completion of refbot for fish: refbot completions fish | source
function __refbot_words
  set -l words (commandline -opc)
  set -l skip 0
  for word in $words[2..-1]
    if test $skip = 1
      set skip 0
    else if contains -- $word ${VALUE_FLAGS.join(' ')}
      set skip 1
    else if not string match -q -- '-*' $word
      echo $word
    end
  end
end
# The words so far are exactly these.
function __refbot_at
  test (string join ' ' -- (__refbot_words)) = "$argv"
end
# The words so far begin with these.
function __refbot_in
  set -l words (__refbot_words)
  if test (count $argv) -eq 0
    test (count $words) -eq 0
  else
    test (string join ' ' -- $words[1..(count $argv)] 2>/dev/null) = "$argv"
  end
end
${lines.join('\n')}
`;
}

function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
