/** `screen presets`: first steps in plain words. */
import { defineScreenCommand } from '../../src/command/define-screen.ts';

export default defineScreenCommand({
  summary: 'Offers common jobs in plain words, each with the commands it stands for',
  examples: ['screen presets'],
  act: (screen) => screen.overlay('presets'),
});
