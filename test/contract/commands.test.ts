/** Every discovered command keeps the contract: it explains itself, its examples work as they stand, its columns exist. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createInterpreter } from '../../src/command/create-interpreter.ts';
import type { CommandDefinition } from '../../src/command/define.ts';
import { loadRegistry } from '../../src/command/registry.ts';

const registry = loadRegistry();
const commands = registry.all();
const interpreter = createInterpreter({ engine: null, registry });

/** Nouns and words that the language page and the issue of the first release name. */
const PROMISED = [
  ...[
    'list',
    'top',
    'show',
    'import',
    'export',
    'check',
    'score',
    'health',
    'stats',
    'remove',
    'ban',
    'unban',
    'tag',
    'untag',
    'tls',
  ].map((verb) => `proxies ${verb}`),
  ...['list', 'add', 'remove', 'enable', 'disable', 'test'].map((verb) => `sources ${verb}`),
  ...['on', 'off', 'status'].map((verb) => `auto ${verb}`),
  ...['judge', 'demo'].flatMap((noun) => ['start', 'stop', 'status'].map((verb) => `${noun} ${verb}`)),
  ...['show', 'get', 'set', 'reset', 'validate', 'path'].map((verb) => `config ${verb}`),
  ...['create', 'list', 'verify', 'remove', 'restore'].map((verb) => `backup ${verb}`),
  ...['path', 'verify', 'compact'].map((verb) => `state ${verb}`),
  'targets',
  ...['show', 'remove'].map((verb) => `targets ${verb}`),
  'scrape',
  'check',
  'log',
  'jobs',
  'wait',
  'kill',
  'doctor',
  'watch',
  'quit',
  'clear',
  'where',
  'sort',
  'first',
  'last',
  'select',
  'count',
  'to',
  'help',
  'run',
  'echo',
  'assert',
];

test('every promised command is there', () => {
  const names = registry.names();
  assert.deepEqual(
    PROMISED.filter((name) => !names.includes(name)),
    [],
  );
});

test('what destroys something asks first; what only looks may be typed by anybody', () => {
  const byEffect = (effect: CommandDefinition['effect']): string[] =>
    commands
      .filter(({ definition }) => definition.effect === effect)
      .map(({ name }) => name)
      .sort();
  assert.deepEqual(byEffect('danger'), [
    'backup remove',
    'backup restore',
    'proxies remove',
    'sources remove',
    'state import',
    'targets remove',
  ]);
  const looking = byEffect('read');
  for (const name of ['tag', 'untag', 'ban', 'unban', 'tls', 'import', 'check'])
    assert.ok(!looking.includes(`proxies ${name}`), `proxies ${name} changes the state`);
  for (const name of [
    'scrape',
    'sources add',
    'sources enable',
    'sources disable',
    'config set',
    'config reset',
    'auto on',
    'auto off',
  ])
    assert.ok(!looking.includes(name), `${name} changes the state`);
});

test('the short forms that everybody types are there, and none is taken twice', () => {
  for (const [alias, name] of [
    ['top', 'proxies top'],
    ['ls', 'proxies list'],
    ['q', 'quit'],
  ] as const) {
    assert.equal(registry.resolve([alias])?.command.name, name);
  }
  const aliases = commands.flatMap(({ definition }) => definition.aliases ?? []);
  assert.equal(new Set(aliases).size, aliases.length);
  for (const alias of aliases) assert.equal(registry.get(alias), undefined, `${alias} is a command, too`);
  assert.equal(registry.get('check')?.definition, registry.get('proxies check')?.definition);
});

for (const { name, definition } of commands) {
  test(`\`${name}\` explains itself`, () => {
    assert.match(definition.summary, /^[A-Z][^\n]{8,110}[^.]$/, 'a summary of one line without a full stop');
    for (const { help } of texts(definition)) assert.match(help, /^[^\n]{3,140}[^.]$/, `help: ${help}`);
    assert.ok(definition.examples.length > 0, 'at least one example');
  });

  test(`the examples of \`${name}\` work as they stand`, () => {
    for (const example of definition.examples) {
      const problems = interpreter.check({ text: example, origin: 'example' });
      assert.deepEqual(
        problems.map((problem) => problem.message),
        [],
        example,
      );
      const words = [
        name,
        ...(definition.aliases ?? []),
        ...(name === 'proxies check' || name === 'check' ? ['check'] : []),
      ];
      assert.ok(
        words.some((word) => ` ${example} `.includes(`${word} `) || example.includes(`${word})`)),
        `${example} shows the command`,
      );
    }
  });

  test(`the columns of \`${name}\` are fields that its rows have`, () => {
    const columns = definition.columns ?? [];
    assert.equal(new Set(columns.map(({ field }) => field)).size, columns.length, 'no field twice');
    if (definition.fields && definition.output === 'rows') {
      for (const { field } of columns) assert.ok(definition.fields.includes(field), field);
    }
    for (const { field, show } of columns) {
      // A table must survive rows that lack a value.
      if (show && definition.output === 'rows') assert.equal(typeof show(null, {}, true), 'string', field);
    }
  });
}

function texts({ args = [], flags = {} }: CommandDefinition): readonly { readonly help: string }[] {
  return [...args, ...Object.values(flags)];
}
