/** The view `alerts`: what needs attention. */
import { defineView } from '../define-view.ts';

export default defineView({
  title: 'alerts',
  summary: 'what needs attention',
  order: 4,
  panel: 'alerts',
});
