/** The view `proxy`: one proxy, all that is known. */
import { RefbotError } from '../../model/errors.ts';
import { defineView } from '../define-view.ts';

export default defineView({
  title: 'proxy',
  summary: 'one proxy, all that is known',
  order: null,
  panel: 'proxy',
  nameOf(subject, view) {
    if (!/^\d+$/.test(subject)) return subject;
    try {
      return view.row(Number(subject)).address;
    } catch (error) {
      if (error instanceof RefbotError) return null;
      throw error;
    }
  },
});
