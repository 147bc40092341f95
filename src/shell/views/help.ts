/** The view `help`: keys, commands, the language. */
import { defineView } from '../define-view.ts';

export default defineView({
  title: 'help',
  summary: 'keys, commands, the language',
  order: 8,
  panel: 'guide',
});
