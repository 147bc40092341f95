/** What a film shows of a line while it is typed: of no secret a single character, at no moment; of other lines everything. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filmedPrompt, maskTyped } from '../../../src/shell/paint/filmed-prompt.ts';
import { Prompt } from '../../../src/shell/prompt/prompt.ts';
import type { InputEvent } from '../../../src/shell/input/events.ts';

/** Letters that stand nowhere else in the lines. */
const SECRET = 'ЖЮЯЩЭФ';

const SECRET_LINES = [
  ['config set api.token %', 'config set api.token ***'],
  ['config set api.token "% %"', 'config set api.token ***'],
  ['check --target http://user:%@127.0.0.1/page --limit 5', 'check --target http://user:***@127.0.0.1/page --limit 5'],
  ['check --target http://user:%@host.test', 'check --target http://user:***@host.test'],
  ['sources add https://u:%:%@example.test/list', 'sources add https://u:***@example.test/list'],
  ['proxies show user:%@127.0.0.1:80', 'proxies show user:***@127.0.0.1:80'],
  ['proxies show 127.0.0.1:80:user:%', 'proxies show 127.0.0.1:80:user:***'],
  ['fetch --header "Authorization: Bearer %', 'fetch --header "Authorization: Bearer '],
  ['run nightly.refbot --api-key %; echo done', 'run nightly.refbot --api-key ***; echo done'],
  ['let token = %', 'let token = ***'],
  ['echo {\n  password: % }', 'echo {\n  password: *** }'],
] as const;

for (const [pattern, whole] of SECRET_LINES)
  test(`nothing of the secret is filmed: ${pattern.replace('\n', ' ')}`, () => {
    const line = pattern.replaceAll('%', SECRET);
    for (let end = 0; end <= line.length; end++)
      for (const cursor of new Set([end, 0, Math.floor(end / 2)]))
        assert.doesNotMatch(maskTyped(line.slice(0, end), cursor), /[ЖЮЯЩЭФ]/, `${line.slice(0, end)} ${cursor}`);
    assert.ok(maskTyped(`${line} `, line.length + 1).startsWith(whole), maskTyped(`${line} `, line.length + 1));
  });

test('digits are a password too until the @ or the end of the word says what they are', () => {
  for (const line of ['check --target http://user:12345', 'proxies show john.doe:12345'])
    for (let end = line.indexOf('1'); end <= line.length; end++)
      assert.doesNotMatch(maskTyped(line.slice(0, end), end), /[1-5]/);
  assert.equal(maskTyped('proxies show proxy.test:8080 ', 29), 'proxies show proxy.test:8080 ');
});

test('what is typed into the middle of a line is hidden as well', () => {
  const line = `check --target http://user:${SECRET} --limit 5`;
  const cursor = line.indexOf(' --limit');
  for (const place of [cursor, cursor - 2, 0]) assert.doesNotMatch(maskTyped(line, place), /[ЖЮЯЩЭФ]/);
});

test('other lines are filmed as they are', () => {
  for (const line of [
    '',
    'proxies top 10 --country DE',
    'proxies show 127.0.0.1:8080',
    'proxies show [::1]:8080',
    'check --target http://127.0.0.1:8080/page',
    'scrape https://example.test/list.txt',
    'proxies list | where country = DE and latency < 300ms',
  ])
    for (let end = 0; end <= line.length; end++) assert.equal(maskTyped(line.slice(0, end), end), line.slice(0, end));
});

test('the cursor goes along, the colours stay with their words, and nothing is suggested behind a secret', () => {
  const line = `config set api.token ${SECRET} # end`;
  const prompt = new Prompt({
    history: () => [`${line} of it`],
    complete: () => null,
    highlight: () => ({
      spans: [
        { start: 0, end: 6, kind: 'command' },
        { start: line.indexOf('#'), end: line.length, kind: 'comment' },
      ],
      problem: { message: `${SECRET} is no token`, hint: '' },
    }),
  });
  for (const text of line) prompt.handle({ type: 'text', text } satisfies InputEvent);
  const filmed = filmedPrompt(prompt);
  assert.equal(filmed.line.text, 'config set api.token *** # end');
  assert.equal(filmed.line.cursor, filmed.line.text.length);
  assert.deepEqual(
    filmed.highlighted.spans.map(({ start, end }) => filmed.line.text.slice(start, end)),
    ['config', '# end'],
  );
  assert.equal(filmed.highlighted.problem, null);
  assert.equal(filmed.ghost, '');
});

test('a prompt without a secret is filmed itself', () => {
  const prompt = new Prompt({ history: () => [], complete: () => null });
  prompt.type('proxies top 10');
  assert.equal(filmedPrompt(prompt), prompt);
});
