/** The view `proxy`: one proxy, all that is known. */
import { defineView } from '../define-view.ts';

export default defineView({
  title: 'proxy',
  summary: 'one proxy, all that is known',
  order: null,
  panel: 'proxy',
});
