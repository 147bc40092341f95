/** The view `charts`: the pool in pictures. */
import { defineView } from '../define-view.ts';
import { chartsLayout, tinyCharts } from '../layout/charts.ts';

export default defineView({
  title: 'charts',
  summary: 'the pool in pictures',
  order: 6,
  panel: 'charts',
  arrange: chartsLayout,
  arrangeTiny: tinyCharts,
});
