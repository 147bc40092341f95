/** Configuration keys of the program as a whole: what starts, the screen, the log, the state file. */
import { key } from './declare-key.ts';
import { choice, integer, number, optional, text, url } from './value-types.ts';

export const generalKeys = {
  mode: key<'shell' | 'serve' | 'once'>({
    type: choice(['shell', 'serve', 'once'], { dashboard: 'shell' }),
    default: 'shell',
    help: 'What `refbot` without a command starts: the full-screen shell, the engine without a screen, or nothing but help (`dashboard` is the old name of `shell`)',
    cost: 'Nothing; a command on the command line wins',
    restart: true,
  }),
  url: key({
    type: optional(url(), 'none'),
    default: null,
    help: 'Your own page to check proxies against instead of a judge; any status below 400 passes',
    cost: 'Without a judge there is no anonymity level and no proof against tampering',
  }),
  log_buffer_lines: key({
    type: integer({ min: 20, max: 100_000 }),
    default: 1000,
    help: 'Log lines kept in memory for the screen and the `log` command',
    cost: 'About 200 bytes a line; the log file is not affected',
    restart: true,
  }),
  save_state_interval_seconds: key({
    type: number({ min: 1, max: 3600 }),
    default: 10,
    help: 'How soon after a change the state file itself is written anew, in seconds; large states take longer',
    cost: 'Nothing is lost between: every change is in the journal beside it within a tenth of a second',
    restart: true,
  }),
  dashboard_refresh_rate: key({
    type: number({ min: 0.1, max: 10 }),
    default: 1,
    help: 'How often the panels of the shell are brought up to date, per second',
    cost: 'Each repaint takes about a millisecond; keys are echoed at once whatever this says',
  }),
  plugins_dir: key({
    type: text('a folder, relative to the folder of config.json'),
    default: 'plugins',
    help: 'Folder that plugins are installed into; declared for the plugin host',
    cost: 'Nothing in this version: no plugin is loaded yet',
    restart: true,
  }),
  'metrics.minutes_kept_hours': key({
    type: integer({ min: 1, max: 168 }),
    default: 24,
    help: 'How long the history of the pool has a row for each minute, in hours',
    cost: 'About 50 bytes of the state file and 150 of memory a minute',
  }),
  'metrics.hours_kept_days': key({
    type: integer({ min: 1, max: 366 }),
    default: 90,
    help: 'How long the history of the pool has a row for each hour, in days',
    cost: 'About 60 bytes of the state file and 150 of memory an hour',
  }),
  metrics_file: key({
    type: text('a file, relative to the folder of config.json'),
    default: 'metrics.json',
    help: 'File that `metrics export` writes when none is named; csv or jsonl where it ends so, else json',
    cost: 'About 400 bytes a row, 1.5 MB where all that is kept by default is written',
  }),
};
