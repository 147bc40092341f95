/** The view `sources`: where proxies come from. */
import { defineView } from '../define-view.ts';

export default defineView({
  title: 'sources',
  summary: 'where proxies come from',
  order: 2,
  panel: 'sources',
});
