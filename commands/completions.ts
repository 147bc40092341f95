/** `completions`: the script that teaches a user's own shell what can follow `refbot`. */
import { bashScript } from '../src/command/completions/bash.ts';
import { choice } from '../src/command/types/choice.ts';
import { completionPlaces } from '../src/command/completions/words.ts';
import { defineCommand } from '../src/command/define.ts';
import { fishScript } from '../src/command/completions/fish.ts';
import { zshScript } from '../src/command/completions/zsh.ts';

const SCRIPTS = { bash: bashScript, zsh: zshScript, fish: fishScript };

export default defineCommand({
  summary: 'Prints the completion script for bash, zsh or fish',
  description:
    'bash: source <(refbot completions bash) in ~/.bashrc. zsh: source <(refbot completions zsh) in ~/.zshrc, behind compinit. fish: refbot completions fish | source in its configuration.',
  args: [{ name: 'shell', type: choice('bash', 'zsh', 'fish'), help: 'bash, zsh or fish' }],
  effect: 'read',
  output: 'value',
  page: true,
  needs: 'none',
  examples: ['completions bash', 'completions fish'],
  run: ({ language }, { shell }) => SCRIPTS[shell](completionPlaces(language.registry)),
});
