/** The view `dashboard`: everything at a glance. */
import { defineView } from '../define-view.ts';

export default defineView({
  title: 'dashboard',
  summary: 'everything at a glance',
  order: 0,
  panel: 'top-proxies',
});
