/** `screen shot`: a picture of the screen. */
import { defineScreenCommand } from '../../src/command/define-screen.ts';

export default defineScreenCommand({
  summary: 'Saves the screen as SVG and text in the working folder',
  examples: ['screen shot'],
  act: (screen) => screen.shot(),
});
