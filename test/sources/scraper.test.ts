/** Rounds of scraping against a real web server on loopback, through the real harvest worker. */
import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { defineSource } from '../../src/define/source.ts';
import type { NetworkPolicy } from '../../src/core/guard.ts';
import type { ParsedList } from '../../src/model/candidate.ts';
import { toRefbotError } from '../../src/model/errors.ts';
import { SourceBook } from '../../src/sources/book.ts';
import { Harvest } from '../../src/sources/harvest.ts';
import { Scraper, type Admit, type ScrapeLimits } from '../../src/sources/scraper.ts';
import { candidates } from '../model/list/_view.ts';

const harvest = new Harvest();
const requests: string[] = [];
let base = '';

const PAGES: Readonly<Record<string, (request: IncomingMessage, response: ServerResponse) => void>> = {
  '/a.txt': (request, response) => {
    if (request.headers['if-none-match'] === '"a1"') response.writeHead(304).end();
    else response.writeHead(200, { etag: '"a1"' }).end('9.8.7.6:80\n9.8.7.7:81\n10.0.0.1:80\nnonsense\n');
  },
  '/b.json': (_request, response) => void response.end('[{"ip":"9.8.7.6","port":80,"protocols":["socks5"]}]'),
  '/c.csv.gz': (_request, response) => void response.end(gzipSync('ip,port\n9.8.7.8,82\n')),
  '/bomb.gz': (_request, response) => void response.end(gzipSync(Buffer.alloc(4 << 20))),
  '/many.txt': (_request, response) =>
    void response.end(Array.from({ length: 200 }, (_, i) => `9.8.6.${i}:80`).join('\n')),
  '/page.html': (_request, response) => void response.end('<html><body>nothing here</body></html>'),
  '/slow.txt': (_request, response) => void response.writeHead(200).write('9.8.7.9:83\n'),
  '/away': (_request, response) => void response.writeHead(302, { location: 'http://127.0.0.2:8080/x' }).end(),
};

const server = createServer((request, response) => {
  requests.push(request.url!);
  const page = PAGES[request.url!];
  if (page) page(request, response);
  else response.writeHead(404).end();
});

before(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
after(async () => {
  await harvest.stop();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

interface World {
  readonly book: SourceBook;
  readonly scraper: Scraper;
  readonly facts: { readonly source: string; readonly error: string | null }[];
}

async function world(
  paths: readonly string[],
  limits: Partial<ScrapeLimits> = {},
  policy: NetworkPolicy = { only: 'loopback', allowPrivate: false },
  builtIn: Parameters<typeof defineSource>[0][] = [],
): Promise<World> {
  const book = new SourceBook(builtIn);
  for (const path of paths) await book.add(base + path, { name: path.slice(1) });
  const facts: World['facts'] = [];
  const scraper = new Scraper({
    harvest,
    book,
    policy: () => policy,
    limits: () => ({ timeoutMs: 400, maxBytes: 1 << 20, maxEntries: 100, concurrency: 4, ...limits }),
    onFetched: (fact) => facts.push(fact),
  });
  return { book, scraper, facts };
}

/** A pool of its own: counts what it has not seen before. */
function smallPool(): { admit: Admit; seen: Map<string, string> } {
  const seen = new Map<string, string>();
  const admit: Admit = (parsed: ParsedList, source) => {
    let added = 0;
    for (const candidate of candidates(parsed.batch)) {
      const key = candidate.replace(/^.*:\/\//, '');
      if (!seen.has(key)) added++;
      seen.set(key, source);
    }
    return Promise.resolve({ added, known: parsed.batch.count - added });
  };
  return { admit, seen };
}

test('a round: counts add up, failures are shown and end nothing', async () => {
  const { book, scraper, facts } = await world([
    '/a.txt',
    '/b.json',
    '/c.csv.gz',
    '/gone.txt',
    '/slow.txt',
    '/bomb.gz',
    '/page.html',
  ]);
  const { admit, seen } = smallPool();
  const progress: (number | null)[][] = [];
  const report = await scraper.scrape({ onProgress: ({ done, total }) => progress.push([done, total]) }, admit);
  assert.deepEqual(
    { ...report, ms: 0, perSource: [] },
    { skipped: 0, sources: 7, failing: 3, unchanged: 0, read: 6, added: 3, known: 1, refused: 2, ms: 0, perSource: [] },
  );
  assert.equal(report.read, report.added + report.known + report.refused);
  assert.deepEqual([...seen.keys()].sort(), ['9.8.7.6:80', '9.8.7.7:81', '9.8.7.8:82']);
  assert.deepEqual(progress.at(-1), [7, 7]);
  assert.equal(facts.length, 7);
  const errors = Object.fromEntries(
    book
      .rows()
      .filter(({ state }) => state === 'failing')
      .map(({ name, error }) => [name, error]),
  );
  assert.deepEqual(errors, {
    'gone.txt': 'HTTP 404 Not Found',
    'slow.txt': 'no complete answer within 400 ms',
    'bomb.gz': 'larger than 1.0 MB',
  });
  assert.deepEqual([book.row('page.html').state, book.row('page.html').found], ['ok', 0]);
});

test('a source may not redirect into the own network', async () => {
  const { book, scraper } = await world(['/away'], {}, { only: 'any', allowPrivate: false });
  await scraper.scrape({}, smallPool().admit);
  assert.equal(book.row('away').error, '127.0.0.2 is a loopback address (network.allow_private is off)');
});

test('the second round asks for changes only, unless it reads by other rules', async () => {
  const { book, scraper } = await world(['/a.txt']);
  const { admit } = smallPool();
  await scraper.scrape({}, admit);
  const again = await scraper.scrape({}, admit);
  assert.deepEqual(
    [again.unchanged, again.read, book.row('a.txt').state, book.row('a.txt').found],
    [1, 0, 'unchanged', 2],
  );
  const lab = await scraper.scrape({ allowPrivate: true }, admit);
  assert.deepEqual([lab.unchanged, lab.read, lab.added, lab.refused], [0, 4, 1, 1]);
  book.forgetValidators();
  assert.equal((await scraper.scrape({}, admit)).unchanged, 0);
});

test('the best source goes first, next time', async () => {
  const { scraper } = await world(['/b.json', '/page.html', '/many.txt'], { concurrency: 1 });
  const { admit } = smallPool();
  const limited = await scraper.scrape({}, admit);
  assert.deepEqual(
    [limited.read, limited.added, limited.refused],
    [201, 101, 100],
    'entries over the limit are refused, counted',
  );
  requests.length = 0;
  await scraper.scrape({}, admit);
  assert.deepEqual(requests, ['/many.txt', '/b.json', '/page.html']);
});

test('named sources only; unknown names are told', async () => {
  const { scraper } = await world(['/a.txt', '/b.json']);
  const report = await scraper.scrape({ sources: ['b.json'] }, smallPool().admit);
  assert.deepEqual(
    report.perSource.map(({ name, found, new: fresh }) => [name, found, fresh]),
    [['b.json', 1, 1]],
  );
  await assert.rejects(
    scraper.scrape({ sources: ['b.jsn'] }, smallPool().admit),
    (error) => toRefbotError(error).details.hint === 'did you mean b.json ?',
  );
});

test('a signal ends the round soon, with what there is; nobody is blamed', async () => {
  const { book, scraper } = await world(['/a.txt', '/slow.txt'], { timeoutMs: 10_000 });
  const abort = new AbortController();
  setTimeout(() => abort.abort(), 150);
  const report = await scraper.scrape({ signal: abort.signal }, smallPool().admit);
  assert.deepEqual([report.sources, report.added, report.failing], [1, 2, 0]);
  assert.deepEqual([book.row('slow.txt').state, book.row('a.txt').state], ['never', 'ok']);
});

test('what admit throws ends the round', async () => {
  const { scraper } = await world(['/a.txt', '/b.json', '/slow.txt'], { timeoutMs: 10_000 });
  await assert.rejects(
    scraper.scrape({}, () => Promise.reject(new Error('the pool is gone'))),
    /the pool is gone/,
  );
});

test('with network.only = loopback no source elsewhere is asked, named ones say why', async () => {
  const elsewhere = defineSource({ name: 'far', url: 'https://lists.example/http.txt', protocols: ['http'] });
  const { scraper, book } = await world(['/b.json'], {}, { only: 'loopback', allowPrivate: false }, [elsewhere]);
  await scraper.scrape({ sources: ['far'] }, smallPool().admit);
  assert.equal(book.row('far').error, 'lists.example is a name, and network.only is loopback');
  const all = await scraper.scrape({}, smallPool().admit);
  assert.deepEqual([all.sources, all.failing, all.skipped], [1, 0, 1]);
});

test('a trial shows what a source holds and changes nothing', async () => {
  const { book, scraper } = await world(['/a.txt']);
  const known = await scraper.test('a.txt');
  assert.deepEqual(
    [known.found, known.refused, known.format, known.sample],
    [2, 2, 'plain', ['9.8.7.6:80', '9.8.7.7:81']],
  );
  assert.equal(known.refusals[0]!.reason, 'private address');
  assert.equal((await scraper.test(`${base}/b.json`)).format, 'json');
  assert.equal(book.row('a.txt').state, 'never');
  assert.equal(book.rows().length, 1);
  await assert.rejects(scraper.test(`${base}/gone.txt`), /HTTP 404/);
  await assert.rejects(scraper.test('a.tx'), (error) => toRefbotError(error).errorName === 'unknown-source');
  await assert.rejects(scraper.test('/no/such/list'), (error) => toRefbotError(error).errorName === 'no-such-file');
});
