/** The view `log`: what happened. */
import { defineView } from '../define-view.ts';

export default defineView({
  title: 'log',
  summary: 'what happened',
  order: 5,
  panel: 'log',
});
