/** The registry and its guard: what is found, what wins, and how a wrong file is named. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { CommandDefinition } from '../../src/command/define.ts';
import { guardCommand } from '../../src/command/definition-guard.ts';
import { createInterpreter } from '../../src/command/create-interpreter.ts';
import { Registry, loadRegistry } from '../../src/command/registry.ts';
import { int } from '../../src/command/types/int.ts';
import { text } from '../../src/command/types/text.ts';

const plain: CommandDefinition = {
  summary: 'Does',
  effect: 'read',
  output: 'none',
  examples: [],
  run: () => undefined,
};
let loads: string[] = [];

function registryOf(commands: Readonly<Record<string, Partial<CommandDefinition>>>): Registry {
  loads = [];
  return new Registry(
    Object.entries(commands).map(([name, more]) => ({
      name,
      origin: `commands/${name}`,
      load: () => {
        loads.push(name);
        return { ...plain, ...more };
      },
    })),
  );
}

const COMMANDS = {
  'proxies top': { aliases: ['top'] },
  'proxies list': { aliases: ['ls'] },
  'proxies list all': {},
  quit: { aliases: ['q'] },
  top2: {},
};

test('the longest name wins, an alias stands for one word, a noun alone is nothing', () => {
  const registry = registryOf(COMMANDS);
  const name = (...words: string[]) => {
    const found = registry.resolve(words);
    return found && [found.command.name, found.words];
  };
  assert.deepEqual(name('proxies', 'list', 'all', 'x'), ['proxies list all', 3]);
  assert.deepEqual(name('proxies', 'list', '5'), ['proxies list', 2]);
  assert.deepEqual(name('top', '5'), ['proxies top', 1]);
  assert.deepEqual(name('ls'), ['proxies list', 1]);
  assert.deepEqual(name('quit'), ['quit', 1]);
  assert.equal(name('proxies'), null);
  assert.equal(name('proxies', 'none'), null);
  assert.equal(name(), null);
  assert.deepEqual(registry.verbs('proxies'), ['list', 'list all', 'top']);
});

test('nothing is loaded but what is asked for', () => {
  const registry = registryOf(COMMANDS);
  assert.equal(registry.names().length, 5);
  assert.deepEqual(loads, []);
  registry.resolve(['quit']);
  registry.resolve(['quit']);
  assert.deepEqual(loads, ['quit']);
  registry.resolve(['top', '5']);
  assert.deepEqual(loads, ['quit', 'proxies top'], 'an alias that ends a name needs no other file');
});

test('a prompt loads all of them, turn by turn', async () => {
  const registry = registryOf(COMMANDS);
  await registry.preload();
  assert.equal(loads.length, 5);
});

test('while they are loaded nothing is loaded at once, and no alias is unknown afterwards', async () => {
  const registry = registryOf(COMMANDS);
  const loading = registry.preload();
  assert.ok(registry.isLoading);
  const before = loads.length;
  assert.equal(registry.isCommand('nothing-of-the-kind'), false);
  assert.ok(loads.length <= before + 1, 'an unknown word loads not all of them');
  await Promise.all([loading, registry.preload()]);
  assert.equal(registry.isLoading, false);
  assert.equal(loads.length, 5, 'each once');
  assert.deepEqual([...registry.aliases()], [...registryOf(COMMANDS).aliases()]);
});

test('where they will be loaded, an unknown word loads none before', async () => {
  const registry = registryOf(COMMANDS);
  registry.willPreload();
  assert.ok(registry.isLoading);
  assert.equal(registry.isCommand('nothing-of-the-kind'), false);
  assert.deepEqual(loads, []);
  await registry.preload();
  registry.willPreload();
  assert.equal(registry.isLoading, false);
  assert.deepEqual([...registry.aliases()], [...registryOf(COMMANDS).aliases()]);
});

test('at a prompt they will be, for a single command they will not', () => {
  for (const face of [{ quit: () => {}, clear: () => {} }, null]) {
    const registry = registryOf(COMMANDS);
    createInterpreter({ engine: null, registry, ...(face ? { face } : {}) });
    assert.equal(registry.isLoading, face !== null);
  }
});

test('what was probably meant', () => {
  const registry = registryOf(COMMANDS);
  const cases: readonly (readonly [string, string | null])[] = [
    ['proxies tpo', 'proxies top'],
    ['prxies top', 'proxies top'],
    ['quti', 'quit'],
    ['xyzzy', null],
    ['proxies zzz', null],
  ];
  for (const [words, expected] of cases) assert.equal(registry.suggest(words.split(' ')), expected, words);
});

const WRONG: readonly (readonly [unknown, string])[] = [
  [undefined, 'its default export is not defineCommand({ … })'],
  [{}, 'summary is missing'],
  [{ ...plain, run: 1 }, 'run is not a function'],
  [{ ...plain, effect: 'none' }, 'effect is not read, write or danger'],
  [{ ...plain, output: 'text' }, 'output is not rows, value or none'],
  [{ ...plain, examples: undefined }, 'examples are missing'],
  [{ ...plain, args: [{ name: 'x', help: '' }] }, 'argument x has no type'],
  [
    {
      ...plain,
      args: [
        { name: 'x', type: text, rest: true },
        { name: 'y', type: text },
      ],
    },
    'only the last argument can be rest, not x',
  ],
  [
    {
      ...plain,
      args: [
        { name: 'x', type: text, required: false },
        { name: 'y', type: int() },
      ],
    },
    'the required argument y follows an optional one',
  ],
  [{ ...plain, flags: { camelCase: { help: '' } } }, 'the flag --camelCase is not in kebab-case'],
  [{ ...plain, flags: { x: { help: '', type: {} } } }, 'the flag --x has no type'],
  [{ ...plain, flags: { x: { help: '', short: 'xx' } } }, 'the short form -xx of --x is not one free letter'],
  [
    { ...plain, flags: { x: { help: '', short: 'a' }, y: { help: '', short: 'a' } } },
    'the short form -a of --y is not one free letter',
  ],
];

for (const [value, problem] of WRONG) {
  test(`refused: ${problem}`, () => {
    assert.throws(() => guardCommand(value, 'commands/x/y'), { message: `commands/x/y is not a command: ${problem}` });
  });
}

test('a file below the folder is a command, the moment it exists; a wrong one is named when it is asked for', () => {
  const folder = mkdtempSync(join(tmpdir(), 'refbot-commands-'));
  try {
    mkdirSync(join(folder, 'noun'));
    writeFileSync(
      join(folder, 'noun', 'verb.ts'),
      "export default { summary: 'Does', effect: 'read', output: 'none', examples: [], run: () => undefined };",
    );
    writeFileSync(join(folder, 'wrong.ts'), 'export default {};');
    writeFileSync(join(folder, '_helper.ts'), 'throw new Error("never loaded");');
    const registry = loadRegistry(pathToFileURL(`${folder}/`));
    assert.deepEqual(registry.names(), ['noun verb', 'wrong']);
    assert.equal(registry.resolve(['noun', 'verb'])?.command.definition.summary, 'Does');
    assert.throws(() => registry.resolve(['wrong']), {
      message: 'commands/wrong is not a command: summary is missing',
    });
    writeFileSync(join(folder, 'torn.ts'), 'export default {');
    const torn = loadRegistry(pathToFileURL(`${folder}/`));
    assert.throws(() => torn.get('torn'), /commands\/torn cannot be loaded: /);
    assert.deepEqual(
      torn.all().map(({ name }) => name),
      ['noun verb'],
      'the others work all the same',
    );
    assert.equal(torn.resolve(['nuon']), null);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
