/** Global flags out of argv, everything else untouched. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { parseGlobalFlags } from '../../../src/command/flags/global-flags.ts';

const CASES: readonly (readonly [string, readonly string[], Readonly<Record<string, unknown>>])[] = [
  ['', [], {}],
  ['proxies top 10', ['proxies', 'top', '10'], {}],
  [
    'proxies top 0x1f 1e3 007 a.b --x.y 5 --limit 5 -n 3 -abc',
    ['proxies', 'top', '0x1f', '1e3', '007', 'a.b', '--x.y', '5', '--limit', '5', '-n', '3', '-abc'],
    {},
  ],
  ['--json proxies top', ['proxies', 'top'], { options: { format: 'json' } }],
  ['proxies top --json --limit 5', ['proxies', 'top', '--limit', '5'], { options: { format: 'json' } }],
  ['proxies top --csv', ['proxies', 'top'], { options: { format: 'csv' } }],
  [
    '--format md proxies top --columns id,score',
    ['proxies', 'top'],
    { options: { format: 'md', columns: ['id', 'score'] } },
  ],
  ['--format=tsv proxies top', ['proxies', 'top'], { options: { format: 'tsv' } }],
  // Some commands have a flag of their own by that name; those that have none take it as every command does.
  ['proxies export - --format url', ['proxies', 'export', '-', '--format', 'url'], {}],
  ['shell --format csv', ['shell'], { options: { format: 'csv' } }],
  ['--state /x/s.json proxies list --config=./c.json', ['proxies', 'list'], { state: '/x/s.json', config: './c.json' }],
  [
    'proxies remove @all --yes --dry-run --readonly --allow-private --quiet --debug',
    ['proxies', 'remove', '@all'],
    { options: { yes: true, dryRun: true, readonly: true, allowPrivate: true, quiet: true, debug: true } },
  ],
  ['--version', [], { version: true }],
  ['-V', [], { version: true }],
  ['-h', [], { help: true }],
  ['proxies top --help', ['proxies', 'top'], { help: true }],
  ['proxies tag x -h', ['proxies', 'tag', 'x', '-h'], {}],
  ['plugin install --version 2', ['plugin', 'install', '--version', '2'], {}],
  ['--no-color --plain shell', ['shell'], { noColor: true, plain: true }],
  ['shell --demo', ['shell'], { demo: true }],
  ['other --demo', ['other', '--demo'], {}],
  ['shell --no-rc', ['shell'], { noRc: true }],
  ['--no-rc', [], { noRc: true }],
  ['proxies top --no-rc', ['proxies', 'top', '--no-rc'], {}],
  ['run --run x', ['run', '--run', 'x'], {}],
  ['--reset-terminal', [], { resetTerminal: true }],
  ['run x.refbot -x --keep-going', ['run', 'x.refbot', '-x', '--keep-going'], {}],
  ['echo -- --json --x', ['echo', '--', '--json', '--x'], {}],
  ['echo --no-json', ['echo', '--no-json'], {}],
  ['import -', ['import', '-'], {}],
];

const NONE = {
  options: {},
  noColor: false,
  plain: false,
  version: false,
  help: false,
  demo: false,
  resetTerminal: false,
  noRc: false,
};

for (const [line, rest, flags] of CASES) {
  test(`refbot ${line}`, () => {
    assert.deepEqual(parseGlobalFlags(line === '' ? [] : line.split(' ')), { flags: { ...NONE, ...flags }, rest });
  });
}

test('-c takes a text, in front of everything', () => {
  const parsed = parseGlobalFlags(['-x', '--keep-going', '--json', '-c', 'echo a; echo --json', 'arg']);
  assert.equal(parsed.script, 'echo a; echo --json');
  assert.deepEqual(parsed.rest, ['arg']);
  assert.deepEqual(parsed.flags.options, { format: 'json', keepGoing: true, echo: true });
  assert.deepEqual(parseGlobalFlags(['--check', '-c', 'x']).flags.options, { checkOnly: true });
  assert.deepEqual(parseGlobalFlags(['proxies', 'top', '-c', 'DE']).rest, ['proxies', 'top', '-c', 'DE']);
});

test('a missing or wrong value is said', () => {
  assert.throws(() => parseGlobalFlags(['--state']), /--state needs a value/);
  assert.throws(() => parseGlobalFlags(['--format', 'xml', 'x']), /xml is not one of table/);
  assert.throws(() => parseGlobalFlags(['-c']), /-c needs a value/);
  assert.throws(() => parseGlobalFlags(['--state', '--json']), /--state needs a value/);
  assert.equal(parseGlobalFlags(['-c', '-x\n\'b\' = "c"']).script, '-x\n\'b\' = "c"');
});

test("a command's own words pass in their order, whatever they are", () => {
  const own = fc.oneof(
    fc.string({ maxLength: 8 }).filter((word) => !word.startsWith('-')),
    fc.constantFrom(
      '--own',
      '--own=5',
      '-o',
      '-',
      '0x10',
      '1.0',
      '--a.b.c',
      '--camelCase',
      '--no-own',
      '-1',
      "it's",
      'a b',
    ),
  );
  fc.assert(
    fc.property(fc.array(own, { maxLength: 8 }), (words) => {
      const rest = ['proxies', 'x', ...words];
      assert.deepEqual(parseGlobalFlags(rest).rest, rest);
      assert.deepEqual(parseGlobalFlags(['--json', ...rest, '--yes']).rest, rest);
    }),
    { numRuns: 500 },
  );
});
