/** `auto status`: whether scraping and checking go on in the background, and what is running. */
import { defineCommand } from '../../src/command/define.ts';
import { count, plain, yesNo } from '../_show.ts';

export default defineCommand({
  summary: 'Says whether scraping and checking go on in the background',
  effect: 'read',
  output: 'value',
  columns: [
    yesNo('auto'),
    count('scrapeEveryMinutes', 'scrape every, min'),
    plain('recheckWithinHours', 'recheck within, h'),
    plain('running'),
  ],
  examples: ['auto status'],
  run: ({ engine }) => ({
    auto: engine.view.status().auto,
    scrapeEveryMinutes: engine.config.get('scraper_interval_minutes'),
    recheckWithinHours: engine.config.get('proxy_revalidate_hours'),
    running: engine.jobs
      .list()
      .filter(({ state }) => state === 'running')
      .map(({ title }) => title),
  }),
});
