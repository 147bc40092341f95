/** The view `jobs`: work that runs and ran. */
import { defineView } from '../define-view.ts';

export default defineView({
  title: 'jobs',
  summary: 'work that runs and ran',
  order: 3,
  panel: 'jobs',
});
