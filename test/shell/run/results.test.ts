/** What becomes of results: how much room they get, where they are read from, and how those of keys are told. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EXIT } from '../../../src/model/errors.ts';
import { Results } from '../../../src/shell/run/results.ts';
import { theatre, type Theatre } from '../../help/theatre.ts';

interface Said extends Theatre {
  readonly results: Results;
  /** What was told, announced, or shown from which line. */
  readonly said: string[];
  print(...lines: readonly string[]): void;
}

async function results(): Promise<Said> {
  const stage = await theatre(120, 36);
  stage.frame();
  const said: string[] = [];
  const { output, navigation, panels } = stage;
  stage.panel('output').reveal = (line) => void said.push(`from ${line}`);
  return {
    ...stage,
    said,
    print: (...lines) => {
      for (const line of lines) output.add(line, 'text');
    },
    results: new Results({
      output,
      navigation,
      panels,
      stage: stage.stage,
      tell: (text) => void said.push(`tell ${text}`),
      announce: (text) => void said.push(`announce ${text}`),
    }),
  };
}

const many = Array.from({ length: 60 }, (_, line) => `line ${line}`);

test('a long result gets all the room once, and is read from its beginning; of one that failed the end says why', async () => {
  for (const [status, shown] of [
    [EXIT.ok, ['from 0']],
    [EXIT.failed, []],
  ] as const) {
    const { results: own, navigation, print, said } = await results();
    own.begin('typed');
    print('❯ something', ...many);
    own.giveRoom();
    assert.equal(navigation.output, 'wide');
    navigation.closeOutput();
    own.giveRoom();
    assert.equal(navigation.output, 'closed', 'whoever closed it has seen it');
    own.end(status);
    assert.deepEqual(said, shown);
  }
});

test('a short result stays in its usual place; lines given at the start take none', async () => {
  const { results: own, navigation, print } = await results();
  own.begin('start');
  print('❯ something', ...many);
  own.giveRoom();
  assert.equal(navigation.output, 'closed');
  own.begin('typed');
  print('❯ something', 'short');
  own.giveRoom();
  assert.equal(navigation.output, 'usual');
});

test('what a key did is told where the person is', async () => {
  const { results: own, navigation, print, said, show } = await results();
  show('sources');
  own.begin('key');
  print('❯ sources disable mine', 'disabled mine', '2.1 ms');
  own.end(EXIT.ok);
  assert.match(said[0]!, /^tell disabled mine/);
  assert.equal(navigation.output, 'closed');
  own.begin('key');
  print('❯ proxies list', ...many);
  own.end(EXIT.ok);
  assert.equal(navigation.output, 'usual', 'too long to be told');
  navigation.closeOutput();
  own.begin('key');
  show('jobs');
  print('❯ scrape mine', 'found 3', '2.1 s');
  own.end(EXIT.ok);
  assert.equal(said.filter((text) => !text.startsWith('from')).at(-1), 'announce found 3');
});
