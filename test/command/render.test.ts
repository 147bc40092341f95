/** The formats, as tables of values and their text. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { Column, Row } from '../../src/command/define.ts';
import { humanText, machineText, titleOf } from '../../src/command/render/cell.ts';
import { renderMachine, renderMachineValue } from '../../src/command/render/machine.ts';
import type { MachineFormat } from '../../src/command/render/machine.ts';
import { renderTable } from '../../src/command/render/table.ts';
import { renderValue } from '../../src/command/render/value.ts';

const LOOK = { tty: true, columns: 60, color: false, utf8: true };

async function* rowsOf(rows: readonly Row[]): AsyncGenerator<Row> {
  yield* rows;
}

async function joined(chunks: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const chunk of chunks) text += chunk;
  return text;
}

const table = (
  rows: readonly Row[],
  columns: readonly Column[] | null = null,
  look: Partial<typeof LOOK> = {},
  hidden: (count: number) => void = () => {},
) => joined(renderTable(rowsOf(rows), { wanted: null, columns, fields: null }, { ...LOOK, ...look }, hidden));

const machine = (format: MachineFormat, rows: readonly Row[], wanted: readonly string[] | null = null) =>
  joined(renderMachine(format, rowsOf(rows), { wanted, columns: null, fields: ['a', 'b'] }));

const HUMAN: readonly (readonly [string, unknown, string])[] = [
  ['x', null, '–'],
  ['x', undefined, '–'],
  ['x', '', '–'],
  ['tags', [], '–'],
  ['tags', ['a', 'b'], 'a, b'],
  ['latencyMs', 212.4, '212 ms'],
  ['latencyMs', 2900, '2.9 s'],
  ['total', 18204, '18,204'],
  ['id', 18204, '18204'],
  ['port', 8899, '8899'],
  ['score', 0.9412, '0.941'],
  ['successRate', 0.66, '66 %'],
  ['bytes', 1500, '1.5 kB'],
  ['banned', true, 'yes'],
  ['lastCheckedAt', '2026-11-20T12:21:09.123Z', '2026-11-20 12:21:09'],
  ['lastCheckedAt', 'never', 'never'],
  ['breaker', { closed: 3, halfOpen: 1 }, 'closed 3  half open 1'],
  [
    'countries',
    [
      { country: 'DE', working: 3 },
      { country: 'FR', working: 2 },
    ],
    'DE 3, FR 2',
  ],
];

for (const [field, value, expected] of HUMAN) {
  test(`a person reads ${field} ${JSON.stringify(value)} as ${expected}`, () =>
    assert.equal(humanText(field, value, true), expected));
}

test('titles and machine text', () => {
  assert.deepEqual(
    ['latencyMs', 'lastCheckedAt', 'id', 'avgScore', 'ms'].map((field) => titleOf({ field })),
    ['latency', 'last checked', 'id', 'avg score', 'ms'],
  );
  assert.deepEqual([null, true, 0.5, ['a', 'b'], { a: 1 }, [{ a: 1 }]].map(machineText), [
    '',
    'true',
    '0.5',
    'a,b',
    '{"a":1}',
    '[{"a":1}]',
  ]);
});

test('a table is aligned: numbers right, text left, by width of characters', async () => {
  assert.equal(
    await table([
      { name: 'eins', n: 5, note: 'x' },
      { name: '日本', n: 12345, note: null },
    ]),
    `name       n  note
eins       5  x
日本  12,345  –
`,
  );
  assert.equal(await table([]), '');
});

test('a declared column has its title, its side and its own way to show a value', async () => {
  const columns: Column[] = [
    { field: 'n', title: 'count', align: 'left', show: (value) => `${String(value)} pieces` },
    { field: 'missing' },
  ];
  assert.equal(await table([{ n: 5 }], columns), 'count     missing\n5 pieces        –\n');
});

test('a table too wide is cut at its widest columns; what does not fit even so is left out and told', async () => {
  const wide = { a: 'a'.repeat(50), b: 'b'.repeat(30), c: 'c' };
  const text = await table([wide], null, { columns: 40 });
  for (const line of text.trimEnd().split('\n')) assert.ok(line.length <= 40, line);
  assert.match(text, /a{10,}…  b{10,}…  c\n$/);
  let hidden = 0;
  const narrow = await table([wide], null, { columns: 13, utf8: false }, (count) => (hidden = count));
  assert.equal(hidden, 2);
  assert.equal(narrow, 'a\naaaaaaaaaaaa~\n');
});

test('colour marks words that mean good or bad, and nothing without colour', async () => {
  assert.equal(
    await table([{ status: 'working' }], null, { color: true }),
    '\x1b[2mstatus\x1b[0m\n\x1b[32mworking\x1b[0m\n',
  );
});

test('control characters from outside do not reach a terminal', async () => {
  assert.equal(await table([{ note: 'a\x1b[31mb\nc\x07' }]), 'note\nab c\n');
  assert.equal(renderValue({ note: '\x1b]0;x\x07y' }, null, LOOK), 'note  y\n');
});

test('one value: text, number, an object as lines', () => {
  assert.equal(renderValue('hello', null, LOOK), 'hello\n');
  assert.equal(renderValue('hello\n', null, LOOK), 'hello\n');
  assert.equal(renderValue(18204, null, LOOK), '18,204\n');
  assert.equal(renderValue(null, null, LOOK), '');
  assert.equal(
    renderValue({ total: 5, avgLatencyMs: 300, x: null }, null, LOOK),
    'total        5\navg latency  300 ms\nx            –\n',
  );
  assert.equal(renderValue({ a: 'x'.repeat(100) }, null, { ...LOOK, columns: 20 }), `a  ${'x'.repeat(16)}…\n`);
});

const ROWS: readonly Row[] = [
  { a: 1, b: 'plain' },
  { a: null, b: 'with, comma "quoted"\nline' },
  { a: [1, 2], b: 'tab\there|bar\\' },
];

test('csv follows RFC 4180, tsv is bare, md is a table, jsonl one object a line', async () => {
  assert.equal(
    await machine('csv', ROWS),
    'a,b\r\n1,plain\r\n,"with, comma ""quoted""\nline"\r\n"1,2",tab\there|bar\\\r\n',
  );
  assert.equal(await machine('tsv', ROWS), '1\tplain\n\twith, comma "quoted" line\n1,2\ttab here|bar\\\n');
  assert.equal(
    await machine('md', ROWS),
    '| a | b |\n| --- | --- |\n| 1 | plain |\n|  | with, comma "quoted" line |\n| 1,2 | tab\there\\|bar\\\\ |\n',
  );
  assert.equal(await machine('jsonl', ROWS), `${ROWS.map((row) => JSON.stringify(row)).join('\n')}\n`);
  assert.equal(await machine('jsonl', ROWS.slice(0, 1), ['b']), '{"b":"plain"}\n');
});

test('without rows csv and md still have their header', async () => {
  assert.deepEqual(
    [await machine('csv', []), await machine('md', []), await machine('tsv', []), await machine('jsonl', [])],
    ['a,b\r\n', '| a | b |\n| --- | --- |\n', '', ''],
  );
});

test('one value in the machine formats', () => {
  const value = { a: 1, b: ['x', 'y'], c: null };
  assert.deepEqual(
    (['csv', 'tsv', 'md', 'jsonl'] as const).map((format) => renderMachineValue(format, value)),
    [
      'a,b,c\r\n1,"x,y",\r\n',
      'a\t1\nb\tx,y\nc\t\n',
      '| a | b | c |\n| --- | --- | --- |\n| 1 | x,y |  |\n',
      '{"a":1,"b":["x","y"],"c":null}\n',
    ],
  );
  assert.deepEqual(
    [
      renderMachineValue('tsv', 5),
      renderMachineValue('csv', 'x\n'),
      renderMachineValue('jsonl', 'x'),
      renderMachineValue('tsv', null),
    ],
    ['5\n', 'x\n', '"x"\n', ''],
  );
});

/** A reader of RFC 4180, as plain as can be. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  for (let index = 0; index < text.length; index++) {
    const char = text[index]!;
    if (quoted && char === '"' && text[index + 1] === '"') cell += text[++index];
    else if (char === '"') quoted = !quoted;
    else if (!quoted && char === ',') {
      row.push(cell);
      cell = '';
    } else if (!quoted && char === '\r') {
      rows.push([...row, cell]);
      row = [];
      cell = '';
      index++;
    } else cell += char;
  }
  return rows;
}

test('any text survives CSV', async () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', ';'), maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 5 }), async (cells) => {
      const text = await machine(
        'csv',
        cells.map(([a, b]) => ({ a, b })),
      );
      assert.deepEqual(readCsv(text).slice(1), cells);
    }),
    { numRuns: 200 },
  );
});
