/** Configuration keys of how the shell looks and listens. */
import { key } from './declare-key.ts';
import { boolean, choice } from './value-types.ts';

export const screenKeys = {
  theme: key<'auto' | 'dark' | 'light' | 'high-contrast' | 'mono'>({
    type: choice(['auto', 'dark', 'light', 'high-contrast', 'mono']),
    default: 'auto',
    help: 'Colours of the shell; auto = light where the terminal says that its background is (COLORFGBG), else dark',
    cost: 'Nothing; with NO_COLOR, or on a terminal without colours, it is mono whatever this says',
  }),
  glyphs: key<'auto' | 'unicode' | 'ascii'>({
    type: choice(['auto', 'unicode', 'ascii']),
    default: 'auto',
    help: 'Characters of borders, bars and marks; auto = what the locale says the terminal can show',
    cost: 'Nothing; unicode on a terminal that is not UTF-8 shows rubbish',
  }),
  graph: key<'braille' | 'block' | 'ascii'>({
    type: choice(['braille', 'block', 'ascii']),
    default: 'braille',
    help: 'What charts are drawn with; always ASCII where `glyphs` are',
    cost: 'Nothing; braille is the finest, block looks right in fonts without braille dots',
  }),
  prompt_mode: key<'emacs' | 'vi'>({
    type: choice(['emacs', 'vi']),
    default: 'emacs',
    help: 'Whose keys edit the prompt; in vi, Escape leads from inserting [I] to commands [N], and from there to the panels',
    cost: 'Nothing; in vi it takes Escape twice to reach the panels',
  }),
  mouse: key({
    type: boolean(),
    default: true,
    help: 'Take wheel and clicks; most terminals still select text with Shift held',
    cost: "Off, the mouse is the terminal's own again: it selects text and scrolls nothing of ours",
  }),
};
