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
  /** Where the keys go. */
  typing: boolean;
}

async function results(): Promise<Said> {
  const stage = await theatre(120, 36);
  stage.frame();
  const said: string[] = [];
  const { output, navigation, panels } = stage;
  stage.panel('output').reveal = (line) => void said.push(`from ${line}`);
  const told: Said = {
    ...stage,
    said,
    typing: true,
    print: (...lines) => {
      for (const line of lines) output.add(line, 'text');
    },
    results: new Results({
      output,
      navigation,
      panels,
      stage: stage.stage,
      isTyping: () => told.typing,
      tell: (text) => void said.push(`tell ${text}`),
      announce: (text) => void said.push(`announce ${text}`),
    }),
  };
  return told;
}

const many = Array.from({ length: 60 }, (_, line) => `line ${line}`);

test('a long result gets all the room once, and is read from its beginning; of one that failed the end says why', async () => {
  for (const [status, shown] of [
    [EXIT.ok, ['from 0', 'from 0']],
    [EXIT.failed, ['from 0', 'from 61']],
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

test('who went on to something else keeps the room and the keys; what comes after the end is of others', async () => {
  for (const [goOn, what] of [
    [(own: Said) => own.show('jobs'), 'another view'],
    [(own: Said) => void (own.typing = false), 'a panel'],
    [(own: Said) => (own.results.end(EXIT.ok), own.results.giveRoom()), 'the end'],
  ] as const) {
    const own = await results();
    own.results.begin('typed');
    own.print('❯ check @all &', '[9] check @all');
    goOn(own);
    const { output, focus } = own.navigation;
    own.print(...many);
    own.results.giveRoom();
    assert.deepEqual([own.navigation.output, own.navigation.focus], [output, focus], what);
  }
});

test('a short result of a key is told in one line; a table, what is wider or went wrong is shown', async () => {
  const told = async (lines: readonly string[], status: number = EXIT.ok): Promise<string | null> => {
    const { results: own, navigation, print, said, show } = await results();
    show('proxies');
    own.begin('key');
    print('❯ a line', ...lines);
    own.end(status);
    own.giveRoom();
    assert.equal(navigation.focus, 'proxies', 'the next key is for the same panel');
    return navigation.output === 'closed' ? (said[0] ?? '').replace('tell ', '') : null;
  };
  assert.equal(await told([]), 'done');
  assert.equal(
    await told(['checked 1 in 119 ms: 1 working', '  judge   own', '233 ms']),
    'checked 1 in 119 ms: 1 working  judge own  233 ms',
  );
  assert.equal(await told(['id  state  title', '4   done   scrape', '4 ms']), null);
  assert.equal(await told(many), null);
  assert.equal(await told(['x'.repeat(117), 'y']), null);
  assert.equal(await told(['error[E101]: unknown command', '  ^^^', 'exit 2, 1 ms'], EXIT.usage), null);
  assert.equal(await told(['nothing to kill', 'exit 1, 1 ms'], EXIT.failed), 'nothing to kill  exit 1, 1 ms');
});

test('what was typed is seen, and how it failed, wherever somebody reads', async () => {
  const stage = await theatre(120, 36);
  const { output, navigation, panels, frame } = stage;
  const own = new Results({
    output,
    navigation,
    panels,
    stage: stage.stage,
    isTyping: () => true,
    tell: () => {},
    announce: () => {},
  });
  const typed = (lines: readonly string[], status: number | null): string => {
    own.begin('typed');
    for (const line of lines) output.add(line, 'text');
    if (status !== null) own.end(status);
    own.giveRoom();
    frame();
    return frame();
  };
  assert.match(typed(['❯ proxies list', ...many], EXIT.ok), /❯ proxies list +│[^]*line 0 /);
  assert.match(typed(['❯ proxies tpo', 'error[E101]: unknown command', 'exit 2'], EXIT.usage), /E101[^]*exit 2/);
  assert.match(typed(['❯ proxies list', ...many], EXIT.ok), /line 0 /);
  assert.match(typed(['❯ slow'], null), /❯ slow/);
});
