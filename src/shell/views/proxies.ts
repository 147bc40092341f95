/** The view `proxies`: the pool as a table. */
import { defineView } from '../define-view.ts';

export default defineView({
  title: 'proxies',
  summary: 'the pool as a table',
  order: 1,
  panel: 'proxies',
});
