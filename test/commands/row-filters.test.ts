/** `group by`, `stats`, `uniq`, `save` and `chart` over a handful of rows: results, errors with their place, formats. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createInterpreter } from '../../src/command/create-interpreter.ts';
import { defineCommand } from '../../src/command/define.ts';
import type { RunOptions } from '../../src/command/interpreter.ts';
import { Registry, loadRegistry } from '../../src/command/registry.ts';
import { RecordingIo } from '../help/recording-io.ts';

const at = (minute: number): string => new Date(Date.UTC(2026, 0, 1, 12, minute)).toISOString();
const ROWS = [
  { id: 1, country: 'DE', protocols: ['http', 'socks5'], latencyMs: 100, score: 0.5, seenAt: at(3) },
  { id: 2, country: 'FR', protocols: ['http'], latencyMs: 300, score: 0.7, seenAt: at(1) },
  { id: 3, country: 'DE', protocols: [], latencyMs: null, score: 0.1, seenAt: at(2) },
  { id: 4, country: null, protocols: ['socks5'], latencyMs: 200, score: 0.3, seenAt: null },
  { id: 5, country: 'DE', protocols: ['http'], latencyMs: 1_300, score: 0.9, seenAt: at(0) },
];
const disk = loadRegistry();
const NAMES = ['group by', 'stats', 'uniq', 'save', 'chart', 'where', 'sort', 'select', 'to', 'first', 'count', 'echo'];
const registry = new Registry([
  ...[...NAMES, ...['bar', 'line', 'spark', 'histogram'].map((kind) => `chart ${kind}`)].map((name) => ({
    name,
    origin: name,
    load: () => disk.get(name)!.definition,
  })),
  {
    name: 'rows',
    origin: 'rows',
    load: () =>
      defineCommand({
        summary: 'Rows',
        effect: 'read',
        output: 'rows',
        needs: 'none',
        columns: ['id', 'country', 'latencyMs'].map((field) => ({ field })),
        fields: Object.keys(ROWS[0]!),
        examples: [],
        run: () => ROWS.map((row) => ({ ...row })),
      }),
  },
  {
    name: 'formulas',
    origin: 'formulas',
    load: () =>
      defineCommand({
        summary: 'Text as lists may hold it',
        effect: 'read',
        output: 'rows',
        needs: 'none',
        columns: [{ field: 'name' }, { field: 'drift' }],
        examples: [],
        run: () => [{ name: '=cmd|x', drift: -0.5, tags: ['@a', 'b'] }],
      }),
  },
]);
const interpreter = createInterpreter({ engine: null, registry });
const folder = mkdtempSync(join(tmpdir(), 'refbot-filters-'));
after(() => rmSync(folder, { recursive: true }));

async function say(text: string, options: RunOptions = {}, answer = false) {
  const io = new RecordingIo(folder);
  io.yes = answer;
  Object.assign(io.output, { columns: 44 });
  const status = await interpreter.run({ text, origin: 'prompt' }, io, options, new AbortController().signal);
  const said = (kind: string) =>
    io.events.filter((event) => event.startsWith(kind)).map((event) => event.slice(kind.length));
  return { status, data: io.data, notes: said('note ').join('\n'), asked: said('ask ').join('\n') };
}

const RESULTS: readonly (readonly [string, string])[] = [
  ['rows | group by country', 'DE\t3\nFR\t1\n\t1\n'],
  ['rows | group by protocols', 'http\t3\nsocks5\t2\n\t1\n'],
  ['rows | group by country,protocols --sum id | first 3', 'DE\thttp\t2\t6\nDE\tsocks5\t1\t1\nFR\thttp\t1\t2\n'],
  [
    'rows | group by country --avg latency,score --median latency --p95 score | to csv',
    'country,count,avgLatencyMs,avgScore,medianLatencyMs,p95Score\r\nDE,3,700,0.5,700,0.86\r\nFR,1,300,0.7,300,0.7\r\n,1,200,0.3,200,0.3\r\n',
  ],
  ['rows | group by country --min seen,latency --max seen | first 1', `DE\t3\t${at(0)}\t100\t${at(3)}\n`],
  ['rows | group by country | where count > 1 | select country', 'DE\n'],
  ['rows | group by country | group by count', '1\t2\n3\t1\n'],
  ['rows | where id = 99 | group by country --avg latency | to csv', 'country,count,avgLatencyMs\r\n'],
  [
    'rows | stats latency,score | to csv',
    'field,count,min,p50,p95,max,mean,sd\r\nlatencyMs,4,100,250,1150,1300,475,556.027577254\r\nscore,5,0.1,0.5,0.86,0.9,0.5,0.316227766017\r\n',
  ],
  ['rows | where country = FR | stats latency', 'latencyMs\t1\t300\t300\t300\t300\t300\t\n'],
  ['rows | where id = 99 | stats latency', ''],
  [
    'rows | select latency,country | stats latency | to table',
    'field      count     min     p50    p95    max    mean      sd\nlatencyMs      4  100 ms  250 ms  1.1 s  1.3 s  475 ms  556 ms\n',
  ],
  ['rows | uniq country | select id', '1\n2\n4\n'],
  ['rows | uniq protocols,country | count', '5\n'],
  ['rows | select country | uniq', 'DE\nFR\n\n'],
  ['rows | chart bar country', 'DE\t3\nFR\t1\n\t1\n'],
  ['formulas | to csv', 'name,drift,tags\r\n\'=cmd|x,-0.5,"\'@a,b"\r\n'],
  ['formulas | to tsv', '=cmd|x\t-0.5\t@a,b\n'],
  ['rows | chart country | to csv', 'country,count\r\nDE,3\r\nFR,1\r\n,1\r\n'],
  ['rows | chart bar latency by country', 'DE\t700\nFR\t300\n\t200\n'],
  ['rows | chart latency by protocols', 'http\t566.666666667\nsocks5\t150\n'],
  ['rows | chart bar latency', 'DE\t100\nFR\t300\n\t200\nDE\t1300\n'],
  [
    'rows | chart histogram score',
    '0.1\t0.15\t1\n0.15\t0.2\t0\n0.2\t0.25\t0\n0.25\t0.3\t0\n0.3\t0.35\t1\n0.35\t0.4\t0\n0.4\t0.45\t0\n0.45\t0.5\t0\n0.5\t0.55\t1\n0.55\t0.6\t0\n0.6\t0.65\t0\n0.65\t0.7\t0\n0.7\t0.75\t1\n0.75\t0.8\t0\n0.8\t0.85\t0\n0.85\t0.9\t0\n0.9\t\t1\n',
  ],
  ['rows | chart line latency', '1\t100\n2\t300\n4\t200\n5\t1300\n'],
  ['rows | chart line score by seen', `${at(0)}\t0.9\n${at(1)}\t0.7\n${at(2)}\t0.1\n${at(3)}\t0.5\n`],
  [
    'rows | chart spark latency by country | to jsonl',
    '{"country":"DE","values":[100,1300],"min":100,"max":1300,"last":1300}\n{"country":"FR","values":[300],"min":300,"max":300,"last":300}\n{"country":null,"values":[200],"min":200,"max":200,"last":200}\n',
  ],
  ['rows | chart spark id by protocols', 'http\t1,2,5\t1\t5\t5\nsocks5\t1,4\t1\t4\t4\n\t3\t3\t3\t3\n'],
  ['rows | where id = 99 | chart latency', ''],
  [
    'rows | chart bar country | to table',
    'DE  █████████████████████████████████████  3\nFR  ████████████▍                          1\n–   ████████████▍                          1\n',
  ],
  ['rows | group by country | chart bar count | first 1 | to table', 'DE  █████████████████████████████████████  3\n'],
  ['rows | chart country | select count | to table', 'count\n    3\n    1\n    1\n'],
  ['rows | chart spark latency | to table', '▁▂▂█  min 100 ms  max 1.3 s  last 1.3 s\n'],
];

for (const [line, wanted] of RESULTS) {
  test(line, async () => {
    const { status, data, notes } = await say(line);
    assert.equal(data, wanted);
    assert.deepEqual([status, notes], [0, '']);
  });
}

/** What is wrong, what it says, and what it points at. */
const MISTAKES: readonly (readonly [string, string, string])[] = [
  ['rows | group by contry', 'E108', 'contry'],
  ['rows | group by country --avg latncy', 'E108', 'latncy'],
  ['rows | group by country --mean latency', 'E102', '--mean'],
  ['rows | group by', 'E104', 'group by'],
  ['rows | group by country --avg country', 'E103', 'group by'],
  ['rows | group by country | where latency > 1', 'E108', 'latency'],
  ['rows | stats country', 'E103', 'stats'],
  ['rows | stats', 'E104', 'stats'],
  ['rows | stats latency | sort latency', 'E108', 'latency'],
  ['rows | uniq nothing', 'E108', 'nothing'],
  ['rows | save rows.zip', 'E103', 'rows.zip'],
  ['rows | save rows.json --append', 'E103', 'save'],
  ['rows | chart bar latency country', 'E103', 'country'],
  ['rows | chart bar latency by', 'E104', 'chart bar'],
  ['rows | chart bar country by id', 'E103', 'chart bar'],
  ['rows | chart line latency by country', 'E103', 'chart line'],
  ['rows | chart histogram country', 'E103', 'chart histogram'],
  ['rows | chart histogram latency by country', 'E105', 'by'],
  ['group by country', 'E106', 'group by'],
];

test('mistakes are named and pointed at', async () => {
  for (const [line, code, place] of MISTAKES) {
    const { status, data } = await say(line, { format: 'json' });
    const { error } = JSON.parse(data) as { error: { code: string; span: { column: number; length: number } } };
    const from = error.span.column - 1;
    assert.deepEqual([error.code, line.slice(from, from + error.span.length)], [code, place], line);
    assert.notEqual(status, 0);
  }
});

test('fields behind a group are known while the line is typed', () => {
  const line = 'rows | group by country --avg latency | sort ';
  const { candidates } = interpreter.complete(line, line.length);
  const values = candidates.map(({ value }) => value);
  for (const field of ['country', 'count']) assert.ok(values.includes(field), `${field} of ${values.join()}`);
  const flags = interpreter.complete('rows | group by country --', 26).candidates.map(({ value }) => value);
  for (const flag of ['--avg', '--sum', '--min', '--max', '--median', '--p95']) assert.ok(flags.includes(flag), flag);
  const kinds = interpreter.complete('rows | chart ', 13).candidates.map(({ value }) => value);
  for (const word of ['bar', 'histogram', 'latencyMs']) assert.ok(kinds.includes(word), `${word} of ${kinds.join()}`);
});

const read = (file: string): string => readFileSync(join(folder, file), 'utf8');

/** Line, file, what it holds then. */
const FILES: readonly (readonly [string, string, string])[] = [
  ['rows | first 2 | select id,country | save a.csv', 'a.csv', 'id,country\r\n1,DE\r\n2,FR\r\n'],
  ['rows | where id = 3 | select id,country | save a.csv --append', 'a.csv', 'id,country\r\n1,DE\r\n2,FR\r\n3,DE\r\n'],
  ['rows | first 1 | select id,country | save b.tsv', 'b.tsv', '1\tDE\n'],
  ['rows | first 2 | select id | save c.json', 'c.json', '[\n{"id":1},\n{"id":2}\n]\n'],
  ['rows | where id = 99 | save d.json', 'd.json', '[]\n'],
  ['rows | first 1 | select id,protocols | save e.ndjson', 'e.ndjson', '{"id":1,"protocols":["http","socks5"]}\n'],
  ['rows | first 1 | select id,country | save f.MD', 'f.MD', '| id | country |\n| --- | --- |\n| 1 | DE |\n'],
  ['rows | first 2 | select country | save g.txt', 'g.txt', 'DE\nFR\n'],
  ['rows | first 1 | select country,latency | save h.txt', 'h.txt', 'country  latency\nDE        100 ms\n'],
  ['formulas | save z.csv', 'z.csv', 'name,drift,tags\r\n\'=cmd|x,-0.5,"\'@a,b"\r\n'],
  ['rows | group by country | save i.csv -a', 'i.csv', 'country,count\r\nDE,3\r\nFR,1\r\n,1\r\n'],
];

test('rows are saved as the name of the file says, and counted', async () => {
  for (const [line, file, wanted] of FILES) {
    const { status, notes } = await say(line);
    assert.equal(status, 0, notes);
    assert.equal(read(file), wanted, line);
  }
  assert.equal((await say('rows | save j.jsonl')).notes, '5 rows written to j.jsonl');
  assert.equal((await say('rows | first 1 | save j.jsonl --append')).notes, '1 row added to j.jsonl');
  const { data } = await say('rows | save k.csv', { format: 'json' });
  const { meta } = JSON.parse(data) as { meta: Record<string, unknown> };
  assert.deepEqual([meta['file'], meta['rows']], ['k.csv', 5]);
});

test('a file that is there is overwritten only when somebody says so', async () => {
  const file = join(folder, 'kept.csv');
  writeFileSync(file, 'precious\n');
  const no = await say('rows | save kept.csv');
  assert.deepEqual([no.status, no.asked, read('kept.csv')], [6, 'kept.csv exists: overwrite it?', 'precious\n']);
  assert.match(no.notes, /E603[^]*--append adds to it, --yes overwrites it/);
  assert.equal((await say('rows | save kept.csv', { dryRun: true })).notes, 'would write kept.csv');
  assert.equal(read('kept.csv'), 'precious\n');
  const yes = await say('rows | select id | save kept.csv', {}, true);
  assert.deepEqual([yes.status, read('kept.csv')], [0, 'id\r\n1\r\n2\r\n3\r\n4\r\n5\r\n']);
  const told = await say('rows | select id | first 1 | save kept.csv --yes');
  assert.deepEqual([told.status, told.asked, read('kept.csv')], [0, '', 'id\r\n1\r\n']);
  const folderMissing = await say('rows | save nowhere/x.csv');
  assert.notEqual(folderMissing.status, 0);
});
