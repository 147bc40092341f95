/** Configuration keys of collecting lists and of what may be dialled at all, and those declared for later faces. */
import { key } from './declare-key.ts';
import { boolean, choice, duration, fraction, integer, number, optional, size, text } from './value-types.ts';

const seconds = { bareMs: 1000, bareUnit: 'seconds' };

export const networkKeys = {
  scraper_interval_minutes: key({
    type: number({ min: 1, max: 10_080 }),
    default: 20,
    help: 'Time between two rounds of scraping while `auto` is on, in minutes',
    cost: 'Lists rarely change sooner; shorter loads the sources for nothing',
  }),
  'scrape.timeout': key({
    type: duration({ min: 500, max: 600_000, ...seconds }),
    default: 20_000,
    help: 'Longest time to fetch one list',
    cost: 'A silent source holds one of the fetchers this long',
  }),
  'scrape.max_bytes': key({
    type: size({ min: 1024, max: 1_073_741_824 }),
    default: 8 * 1_048_576,
    help: 'Most bytes taken from one list, after unpacking',
    cost: 'Protects memory against a list without end',
  }),
  'scrape.max_entries': key({
    type: integer({ min: 1, max: 5_000_000 }),
    default: 100_000,
    help: 'Most entries taken from one list',
    cost: 'About 100 bytes of memory for each new proxy',
  }),
  'scrape.concurrency': key({
    type: integer({ min: 1, max: 64 }),
    default: 8,
    help: 'Lists fetched at once',
    cost: 'More is faster and uses more bandwidth at once',
  }),
  'network.only': key<'any' | 'loopback'>({
    type: choice(['any', 'loopback']),
    default: 'any',
    env: 'REFBOT_NETWORK',
    help: 'What may be dialled: anything, or nothing but 127.0.0.0/8 and ::1',
    cost: 'With loopback no proxy, list or judge outside this machine is reached; meant for tests and the demo',
  }),
  'network.allow_private': key({
    type: boolean(),
    default: false,
    help: 'Take private, loopback and reserved addresses from lists',
    cost: 'A list could make RefBot probe your own network; meant for labs',
  }),
};

const later = 'Nothing in this version: nothing reads it yet';

export const laterKeys = {
  'api.enabled': key({
    type: boolean(),
    default: false,
    help: 'Start the HTTP API with the engine; declared for the API part',
    cost: later,
  }),
  'api.host': key({
    type: text('an address or host name'),
    default: '127.0.0.1',
    help: 'Address the HTTP API listens on; declared for the API part',
    cost: later,
  }),
  'api.port': key({
    type: integer({ min: 0, max: 65_535 }),
    default: 8787,
    help: 'Port of the HTTP API; declared for the API part',
    cost: later,
  }),
  'api.token': key({
    type: optional(text('a secret text'), 'none'),
    default: null,
    secret: true,
    help: 'Bearer token of the HTTP API; declared for the API part',
    cost: later,
  }),
  'analytics.enabled': key({
    type: boolean(),
    default: true,
    help: 'Keep time series of checks; declared for the analytics part',
    cost: later,
  }),
  'analytics.retention': key({
    type: duration({ min: 3_600_000, max: 366 * 86_400_000, bareMs: 86_400_000, bareUnit: 'days' }),
    default: 7 * 86_400_000,
    help: 'How long time series are kept; declared for the analytics part',
    cost: later,
  }),
  'analytics.thresholds.success_rate': key({
    type: fraction(),
    default: 0.7,
    help: 'Alert below this success rate; declared for the analytics part',
    cost: later,
  }),
  'analytics.thresholds.response_time': key({
    type: duration({ min: 1, max: 300_000, ...seconds }),
    default: 5000,
    help: 'Alert above this mean response time; declared for the analytics part',
    cost: later,
  }),
};
