/** Configuration keys of the check, the judge, ranking and the breaker. */
import { key } from './declare-key.ts';
import { boolean, duration, integer, number, optional, text, url } from './value-types.ts';

const seconds = { bareMs: 1000, bareUnit: 'seconds' };
const port = integer({ min: 0, max: 65_535 });
const weight = number({ min: 0, max: 100 });

export const checkKeys = {
  timeout: key({
    type: duration({ min: 100, max: 300_000, ...seconds }),
    default: 8000,
    help: 'Longest time for the whole check of one protocol of a proxy',
    cost: 'Dead proxies that hold the connection cost this long each; shorter loses slow but good ones',
  }),
  connect_timeout: key({
    type: duration({ min: 50, max: 60_000, ...seconds }),
    default: 3000,
    help: 'Longest time for the TCP connection to a proxy, within `timeout`',
    cost: 'Most listed addresses never answer: this is what a check of a fresh list mostly waits for',
  }),
  learn_connect_timeout: key({
    type: boolean(),
    default: true,
    help: 'Wait less than `connect_timeout` once it is known how long connections take that come about: twice the 99th percentile, a second at least (a quarter on loopback); who timed out is tried again late with the whole time, while that finds anybody',
    cost: 'Off, every address that never answers costs the whole `connect_timeout`; on, a proxy that is slower than all others may have to wait for its late retry',
  }),
  retries: key({
    type: integer({ min: 0, max: 10 }),
    default: 1,
    help: 'Late retries of a connection that timed out; a refused one is never tried again',
    cost: 'Every retry of a dead proxy costs one more `connect_timeout`',
  }),
  verify_ssl: key({
    type: boolean(),
    default: true,
    help: 'Demand a valid certificate chain of public HTTPS judges and targets',
    cost: 'Off, a proxy that breaks TLS open may count as working with public judges; own judges are compared by fingerprint always',
  }),
  http_workers: key({
    type: optional(integer({ min: 1, max: 50_000 }), 'none'),
    default: null,
    help: 'Ceiling of HTTP proxies checked at once; none = only `concurrency` limits',
    cost: 'A low ceiling slows checks of this kind down and nothing else',
  }),
  https_workers: key({
    type: optional(integer({ min: 1, max: 50_000 }), 'none'),
    default: null,
    help: 'Ceiling of HTTPS proxies (CONNECT and TLS) checked at once; none = only `concurrency` limits',
    cost: 'TLS costs about seven times the CPU of plain HTTP: a ceiling keeps a small machine quiet',
  }),
  concurrency: key({
    type: optional(integer({ min: 1, max: 50_000 }), 'auto'),
    default: null,
    help: 'Checks in flight at once; auto = the file descriptor limit less 1,024, at most 10,000',
    cost: 'About 6 kB of memory and one file descriptor each; home routers give up early',
  }),
  check_workers: key({
    type: integer({ min: 0, max: 16 }),
    default: 0,
    help: 'Threads that check; 0 = one on up to two cores, else one less than there are cores, at most 4',
    cost: 'About 35 MB each; they share `concurrency` and the other ceilings, so more of them help only where one is busy all the time',
  }),
  max_starts_per_second: key({
    type: integer({ min: 1, max: 100_000 }),
    default: 500,
    help: 'Connections begun per second; loopback is exempt',
    cost: 'Higher finishes sooner; home routers and providers may drop or block bursts',
  }),
  max_per_network: key({
    type: optional(integer({ min: 1, max: 50_000 }), 'none'),
    default: 64,
    help: 'Proxies of one network checked at once, and begun per second: an IPv4 /24, an IPv6 /48, or all ports behind one host name; loopback is exempt; none = no limit',
    cost: 'Higher checks a provider with thousands of ports sooner; providers and firewalls take bursts from one address for an attack and block it',
  }),
  proxy_revalidate_hours: key({
    type: number({ min: 0.01, max: 720 }),
    default: 1,
    help: 'Longest time until a proxy is due for another check, in hours; unstable ones come sooner',
    cost: 'Shorter keeps the ranking fresher and sends more traffic',
  }),
  evict_after_days: key({
    type: optional(number({ min: 0.1, max: 30 }), 'none'),
    default: 7,
    help: 'Days without a single pass after which a proxy is no longer checked by itself; it stays known with its history, `check` by name or `@all` still checks it, and a pass brings it back; none = never',
    cost: 'Most entries of a list are dead and stay so: longer, or none, goes on checking them every hour or so',
  }),
  'judge.url': key({
    type: optional(url(), 'none'),
    default: null,
    help: 'Judge to check through; none = our own for loopback proxies, else a public one',
    cost: 'Must be reachable from the proxies, so for proxies on the internet it needs a public address',
  }),
  'judge.port': key({
    type: port,
    default: 0,
    help: 'HTTP port of our own judge; 0 = any free port',
    cost: 'Nothing; it listens on 127.0.0.1 only',
  }),
  'judge.https_port': key({
    type: port,
    default: 0,
    help: 'HTTPS port of our own judge; 0 = any free port',
    cost: 'Nothing; it listens on 127.0.0.1 only',
  }),
  'geo.database': key({
    type: optional(text('a country database in MaxMind format (.mmdb), relative to the folder of config.json'), 'none'),
    default: null,
    help: 'Country database for exits; none = the bundled one where it is installed',
    cost: 'Read once into memory by the check worker; no lookup ever leaves the machine',
    restart: true,
  }),
  'breaker.failures': key({
    type: integer({ min: 1, max: 100 }),
    default: 3,
    help: 'Failures in a row to reach a proxy that open its breaker',
    cost: 'Lower drops flaky proxies sooner; higher hands out dead ones longer',
  }),
  'weights.success': key({
    type: weight,
    default: 0.4,
    help: 'Share of the success rate in the score; the three weights are taken relative to their sum',
    cost: 'Nothing; changes the ranking at once',
  }),
  'weights.speed': key({
    type: weight,
    default: 0.3,
    help: 'Share of the speed in the score',
    cost: 'Nothing; changes the ranking at once',
  }),
  'weights.reliability': key({
    type: weight,
    default: 0.3,
    help: 'Share of the reliability in the score',
    cost: 'Nothing; changes the ranking at once',
  }),
};
