/** The prompt's text in the person's own editor (Ctrl-X Ctrl-E); what comes back waits in the prompt. */
import { toRefbotError } from '../../model/errors.ts';
import { editExternally } from '../edit/external-editor.ts';
import type { Prompt } from './prompt.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** Resolves when the terminal is ours again. @param tell says what went wrong */
export async function editOutside(
  text: string,
  prompt: Prompt,
  terminal: Terminal,
  tell: (text: string) => void,
): Promise<void> {
  try {
    const edited = await editExternally({
      text,
      env: process.env,
      release: () => terminal.release(),
      takeBack: () => terminal.takeBack(),
    });
    if (edited !== null) prompt.replace(edited);
    else tell('the editor failed: the line is as it was');
  } catch (error) {
    tell(toRefbotError(error).message);
  }
}
