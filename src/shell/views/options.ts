/** The view `options`: the settings, and changing them. */
import { defineView } from '../define-view.ts';

export default defineView({
  title: 'options',
  summary: 'the settings, and changing them',
  order: 7,
  panel: 'options',
});
