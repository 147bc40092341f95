/** The formats, as tables of values and their text. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { Column, Row } from '../../src/command/define.ts';
import { humanText, machineText, titleOf } from '../../src/command/render/cell.ts';
import { renderMachine, renderMachineValue } from '../../src/command/render/machine.ts';
import type { MachineFormat } from '../../src/command/render/machine.ts';
import { forTerminal, paint } from '../../src/command/render/colour.ts';
import { renderError } from '../../src/command/render/error.ts';
import { fitColumns } from '../../src/command/render/fit.ts';
import type { TableSize } from '../../src/command/render/table.ts';
import { renderTable } from '../../src/command/render/table.ts';
import { renderValue } from '../../src/command/render/value.ts';
import { fail } from '../../src/model/errors.ts';

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
  done: (size: TableSize) => void = () => {},
) => joined(renderTable(rowsOf(rows), { wanted: null, columns, fields: null }, { ...LOOK, ...look }, done));

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
  assert.equal(await table([{ n: 5 }], columns), 'count     missing\n5 pieces  –\n');
});

const WIDE: readonly Column[] = [
  { field: 'address', align: 'left' },
  { field: 'ms', align: 'right' },
  { field: 'tags', align: 'left' },
  { field: 'note', align: 'left', least: 8 },
  { field: 'kind', align: 'left' },
];
const WIDE_ROW = { address: '192.0.2.7:3128', ms: 1200, tags: [], note: 'one two three four', kind: 'listed' };

test('a table too wide: columns without a value go, then those at the right; the rest is whole', async () => {
  const hidden: (readonly string[])[] = [];
  const at = (columns: number) =>
    table([WIDE_ROW], WIDE, { columns }, (size) => void hidden.push(size.hidden)).then((text) => text.split('\n')[1]);
  assert.equal(await at(60), '192.0.2.7:3128  1.2 s  –     one two three four  listed');
  assert.equal(await at(40), '192.0.2.7:3128  1.2 s  one two …  listed');
  assert.equal(await at(34), '192.0.2.7:3128  1.2 s  one two th…');
  assert.equal(await at(30), '192.0.2.7:3128  1.2 s');
  assert.equal(await at(10), '192.0.2.7…');
  assert.deepEqual(hidden, [[], ['tags'], ['tags', 'kind'], ['tags', 'note', 'kind'], ['ms', 'tags', 'note', 'kind']]);
});

test('columns that were asked for all stay, and nothing is cut where there is no screen', async () => {
  const shape = { wanted: ['kind', 'address', 'note'], columns: WIDE, fields: null };
  const asked = await joined(renderTable(rowsOf([WIDE_ROW]), shape, { ...LOOK, columns: 20 }, () => {}));
  assert.equal(asked.split('\n')[1], 'listed  192.0.2.7:3128  one two…');
  const piped = await table([WIDE_ROW], WIDE, { columns: 20, tty: false });
  assert.match(piped.split('\n')[1]!, /^192\.0\.2\.7:3128 .* one two three four {2}listed$/);
});

test('text that folds goes on below itself', async () => {
  const columns: Column[] = [
    { field: 'check', align: 'left' },
    { field: 'advice', align: 'left', least: 8, folds: true },
  ];
  assert.equal(
    await table([{ check: 'node', advice: 'take another one' }], columns, { columns: 18 }),
    'check  advice\nnode   take\n       another one\n',
  );
});

test('whatever the columns and the room: what is shown fits, in its order, none narrower than of use', () => {
  const column = fc
    .record({ wanted: fc.integer({ min: 1, max: 40 }), least: fc.integer({ min: 1, max: 40 }), empty: fc.boolean() })
    .map(({ wanted, least, empty }) => ({ wanted, least: Math.min(wanted, least), empty }));
  fc.assert(
    fc.property(
      fc.array(column, { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 1, max: 200 }),
      (columns, room) => {
        const shown = fitColumns(columns, room, 2, false);
        assert.equal(shown[0]!.index, 0);
        const total = shown.reduce((sum, { width }) => sum + width, 2 * (shown.length - 1));
        assert.ok(total <= room);
        for (const [place, { index, width }] of shown.entries()) {
          assert.ok(place === 0 || index > shown[place - 1]!.index);
          assert.ok(width <= columns[index]!.wanted);
          if (shown.length > 1) assert.ok(width >= columns[index]!.least);
        }
        if (total < room)
          assert.ok(shown.length === 1 || shown.every(({ index, width }) => width === columns[index]!.wanted));
        assert.equal(fitColumns(columns, room, 2, true).length, columns.length);
      },
    ),
  );
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
  assert.equal(
    renderValue({ a: 'x'.repeat(100) }, null, { ...LOOK, columns: 23 }),
    `a  ${`${'x'.repeat(20)}\n   `.repeat(5).trimEnd()}\n`,
  );
  assert.equal(renderValue({ a: 'x'.repeat(100) }, null, { ...LOOK, tty: false }), `a  ${'x'.repeat(100)}\n`);
  const columns = [{ field: 'b', title: 'second' }];
  assert.equal(renderValue({ a: 1, b: 2 }, columns, LOOK), 'second  2\na       1\n');
  assert.equal(renderValue({ a: 1, b: 2 }, columns, LOOK, ['second']), 'second  2\n');
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

test('what is nested in a value has dotted names in a line; lists of objects are for JSON, or asked for', () => {
  const value = { total: 3, reasons: { refused: 2, 'no-answer': 1 }, list: [{ name: 'x' }], tags: ['a'], none: {} };
  assert.equal(renderMachineValue('tsv', value), 'total\t3\nreasons.refused\t2\nreasons.no-answer\t1\ntags\ta\n');
  assert.equal(renderMachineValue('csv', value), 'total,reasons.refused,reasons.no-answer,tags\r\n3,2,1,a\r\n');
  assert.equal(
    renderMachineValue('tsv', value, ['reasons.refused', 'list']),
    'reasons.refused\t2\nlist\t[{"name":"x"}]\n',
  );
  assert.throws(() => renderMachineValue('tsv', value, ['totl']), { errorName: 'unknown-field' });
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

test('any text survives CSV; a carriage return without its line feed is a blank, and what begins a line anew has an apostrophe', async () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', ';'), maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 5 }), async (cells) => {
      const text = await machine(
        'csv',
        cells.map(([a, b]) => ({ a, b })),
      );
      const shown = (one: string): string => {
        const text = one.replaceAll('\r\n', '\n').replace(/\r+/g, ' ');
        return /^ *\n/.test(text) ? `'${text}` : text;
      };
      assert.deepEqual(
        readCsv(text).slice(1),
        cells.map((row) => row.map(shown)),
      );
    }),
    { numRuns: 200 },
  );
});

test('what is wrong stands out from the place and the advice below it', () => {
  const error = fail('bad-value', 'ten is not a number', { hint: 'try 10' });
  assert.equal(
    renderError(error, { ...LOOK, color: true }),
    '\x1b[31merror[E103]\x1b[0m: \x1b[1mten is not a number\x1b[0m\n  = try 10',
  );
});

test('the frame of an error shows the line without its passwords, the caret under the same word', () => {
  const text = 'check http://ann:hunter2@10.0.0.1:80 10.0.0.2:80:bob:hunter2 --bogus';
  const framed = (word: string): string[] => {
    const start = text.indexOf(word);
    const span = { origin: 'prompt', text, start, end: start + word.length };
    return renderError(fail('syntax', 'wrong', { span }), { ...LOOK, columns: 100 }).split('\n');
  };
  const shown = '1 │ check http://ann:***@10.0.0.1:80 10.0.0.2:80:bob:*** --bogus';
  for (const [word, seen] of [
    ['check', 'check'],
    ['http://ann:hunter2@10.0.0.1:80', 'http://ann:***@10.0.0.1:80'],
    ['10.0.0.2:80:bob:hunter2', '10.0.0.2:80:bob:***'],
    ['--bogus', '--bogus'],
  ] as const) {
    const [, , line, caret] = framed(word);
    assert.equal(line, shown);
    assert.equal(caret, `  │ ${' '.repeat(shown.indexOf(seen) - 4)}${'^'.repeat(seen.length)}`);
  }
});

test('in no format does a value act on a terminal; JSON keeps all of it', async () => {
  const hostile = '\x1b]0;pwned\x07a\x9b2J\u202eb\u{e0041}\x7fc\ud800';
  for (const format of ['csv', 'tsv', 'md', 'jsonl'] as const) {
    const text = (await machine(format, [{ [`${hostile}name`]: hostile }])) + renderMachineValue(format, hostile);
    assert.doesNotMatch(text, /[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u202e\u{e0041}]|\p{Surrogate}/u, format);
    if (format === 'jsonl') assert.deepEqual(JSON.parse(text.split('\n')[0]!), { [`${hostile}name`]: hostile });
  }
});

test('no sequence but our own colours passes to a terminal', () => {
  const own = `${paint('word', 'red', true)}\n\t${paint('head', 'dim', true)}`;
  assert.equal(forTerminal(own, true), own);
  assert.equal(forTerminal(own, false), 'word\n\thead');
  assert.equal(
    forTerminal('\x1b[8mhidden\x1b[0m\x1b[5mblink\x1b]8;;x\x07\x1b[31m!\r\nnext\rover', true),
    'hidden\x1b[0mblink\x1b[31m!\nnext over',
  );
});

test('the frame of an error has a mark where the line has what cannot be seen, and the caret in its place', () => {
  const text = 'echo \x1b[2J\u202e --bogus';
  const start = text.indexOf('--bogus');
  const span = { origin: 'a\x1b[2Jb\nc', text, start, end: start + 7 };
  assert.deepEqual(
    renderError(fail('syntax', 'wrong\x1b[8m\nline', { span, hint: 'do\x9b8m\nthis' }), LOOK).split('\n'),
    [
      'error[E106]: wrong line',
      '  ┌─ ab c:1:12',
      '1 │ echo \ufffd[2J\ufffd --bogus',
      '  │            ^^^^^^^',
      '  = do',
      '    this',
    ],
  );
});
