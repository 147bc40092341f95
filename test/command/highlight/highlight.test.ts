/** Colours of a line as it is typed: kinds, what is red at once, what waits for the next letters. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { LanguageWorld } from '../../help/language-world.ts';

const world = new LanguageWorld();
world.interpreter.session.variables.set('alive', 5);
const highlight = (text: string, cursor?: number) => world.interpreter.highlight(text, cursor);

const LETTERS = {
  command: 'C',
  keyword: 'K',
  flag: 'F',
  string: 'S',
  number: 'N',
  variable: 'V',
  operator: 'o',
  comment: '#',
  invalid: '!',
} as const;
/** One letter for each character of the text. */
function drawn(text: string, cursor?: number): string {
  const letters = Array.from(text, () => '.');
  for (const { start, end, kind } of highlight(text, cursor).spans) letters.fill(LETTERS[kind], start, end);
  return letters.join('');
}
const typing = (text: string): string => drawn(text, text.length);

test('kinds', () => {
  for (const [text, expected] of [
    ['proxies top 10 --country DE', 'CCCCCCC CCC NN FFFFFFFFF ..'],
    ['proxies list | where latency < 300ms and country = DE', 'CCCCCCC CCCC o CCCCC ....... o NNNNN KKK ....... o ..'],
    ['proxies list | where latency<300ms', 'CCCCCCC CCCC o CCCCC .......oNNNNN'],
    [
      'let x = (proxies stats).working',
      'KKK V o oCCCCCCC CCCCCoooooooooo'.replace('ooooooooo', 'ooooooooo').slice(0, 31),
    ],
    ['if $alive < 5 { echo "a $alive b" }', 'KK VVVVVV o N o CCCC SSSVVVVVVSSS o'],
    ["echo 'raw $x' # why", 'CCCC SSSSSSSS #####'],
    ['proxies top --format=json', 'CCCCCCC CCC FFFFFFFF=....'.replace('=', 'F')],
    ['top 3 ; echo a', 'CCC N o CCCC .'],
    ['def best n: int = 5 { top $n }; best 3', 'KKK CCCC Vo KKK o N o CCC VV oo CCCC N'],
    ['sleep 1s & echo a', 'CCCCC NN o CCCC .'],
  ] as const) {
    const actual = drawn(text).replace(/\./g, (_, at: number) => (text[at] === ' ' ? ' ' : '.'));
    assert.equal(
      actual,
      expected.replace(/ /g, (_, at: number) => (text[at] === ' ' ? ' ' : '.')),
      text,
    );
  }
});

test('what is wrong is red at once', () => {
  for (const [text, red] of [
    ['xyzzy', 'xyzzy'],
    ['proxies xy', 'xy'],
    ['proxies top --xyz', '--xyz'],
    ['proxies top --contry DE --country Germany', '--contry|Germany'],
    ['proxies top 1x', '1x'],
    ['proxies top --country Germany', 'Germany'],
    ['proxies list | where contry = DE', 'contry'],
    ['proxies list | where zz', 'zz'],
    ['echo $nope', '$nope'],
    ['proxies top --format xml', 'xml'],
    ['proxies stats extra', 'extra'],
    ['proxis list', 'proxis'],
    ['sleep 5x', '5x'],
    ['proxies tag ; echo', 'proxies tag'],
    ['proxies list | sort -nothing', '-nothing'],
  ] as const) {
    const { spans, problem } = highlight(text, text.length);
    assert.equal(
      spans
        .filter(({ kind }) => kind === 'invalid')
        .map(({ start, end }) => text.slice(start, end))
        .join('|'),
      red,
    );
    assert.ok(problem && problem.message !== '', text);
  }
});

test('what can still become right is not red', () => {
  for (const text of [
    'p',
    'pro',
    'proxies',
    'proxies ',
    'proxies t',
    'to',
    'le',
    'proxies top --',
    'proxies top -',
    'proxies top --coun',
    'proxies top --country',
    'proxies top --country ',
    'proxies top --country D',
    'proxies top --country DE,F',
    'proxies top --format js',
    'proxies list |',
    'proxies list | ',
    'proxies list | wh',
    'proxies list | where',
    'proxies list | where cou',
    'proxies list | where country',
    'proxies list | where country =',
    'proxies list | where country = DE a',
    'proxies list | where country !',
    'proxies list | where status in [working, fai',
    'proxies list | sort -sco',
    'proxies list | select address,lat',
    'proxies tag 192.0.2',
    'proxies tag 192.0.2.7:',
    'proxies remove @to',
    'proxies remove @top',
    'proxies remove @top ',
    'sleep 5',
    'echo $ali',
    'echo "half a str',
    'echo (proxies st',
    'if $alive <',
    'if $alive < 5 {',
    'if $alive < 5 { ech',
    'let x =',
    'let x = (proxies stats',
    'proxies list > ',
    'every 2s proxies to',
    'for x in [DE, F',
  ])
    assert.ok(!typing(text).includes('!'), `${text}\n${typing(text)} ${highlight(text, text.length).problem?.message}`);
});

test('behind the cursor and without one a word is finished', () => {
  assert.equal(drawn('pro ; echo a', 12).slice(0, 3), '!!!');
  assert.equal(drawn('pro').slice(0, 3), '!!!');
  assert.equal(drawn('pro', 3), '...');
  assert.equal(drawn('proxies top --coun', 4).slice(12), '!!!!!!');
});

test('a problem says what is wrong and what would be right', () => {
  assert.deepEqual(highlight('proxies top --contry DE', 23).problem, {
    message: 'unknown flag --contry',
    hint: 'did you mean --country ?',
  });
  assert.equal(highlight('proxies top 10', 14).problem, null);
});

test('whatever is typed: spans lie in the text, in order, without overlap; a sound text has no red', () => {
  const words = `proxies top list | where country = DE --country "a ' ( ) { } $alive $ ; # let if 10 300ms [ ] > \\ & ? é 😀`;
  const piece = fc.constantFrom(...words.split(' '), 'sort', '-score', '@top', '\n');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 14 }), fc.boolean(), fc.nat(), (pieces, blanks, where) => {
      const text = pieces.join(blanks ? ' ' : '');
      const cursor = where % (text.length + 1);
      const { spans, problem } = highlight(text, cursor);
      let end = 0;
      for (const span of spans) {
        assert.ok(span.start >= end && span.end > span.start && span.end <= text.length, JSON.stringify([text, spans]));
        end = span.end;
      }
      const errors = world.interpreter.check({ text, origin: 'prompt' });
      if (errors.length === 0) assert.equal(problem, null);
      if (errors.length > 0 && highlight(text).problem === null) assert.fail(text);
      world.interpreter.complete(text, cursor);
      world.interpreter.guide(text, cursor);
    }),
    { numRuns: 400 },
  );
});

test.after(() => world.close());
