/** What is done ahead of the first keys: in small steps, to the end or until the shell ends, whatever fails on the way. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { warmUp } from '../../../src/shell/prompt/warm-up.ts';
import { LanguageWorld } from '../../help/language-world.ts';

test('it asks the language in turns of their own, changes nothing and ends', async () => {
  const { interpreter } = new LanguageWorld();
  const asked: string[] = [];
  let turns = 0;
  let isOver = false;
  const count = (): void => {
    turns++;
    if (!isOver) setImmediate(count);
  };
  setImmediate(count);
  await warmUp(
    {
      check: (source) => (asked.push('check'), interpreter.check(source)),
      highlight: (text, cursor) => (asked.push('highlight'), interpreter.highlight(text, cursor)),
      guide: (text, cursor) => (asked.push('guide'), interpreter.guide(text, cursor)),
      complete: () => {
        asked.push('complete');
        throw new Error('a defect');
      },
    },
    new AbortController().signal,
  );
  isOver = true;
  assert.deepEqual([...new Set(asked)], ['check', 'highlight', 'guide', 'complete']);
  assert.ok(turns > 200, `others had ${turns} turns`);
  assert.deepEqual([...interpreter.session.variables.keys(), ...interpreter.session.history], []);
});

test('steps of others are taken behind its own, each in a turn, whatever one of them meets', async () => {
  const { interpreter } = new LanguageWorld();
  const went: string[] = [];
  const check = (): readonly never[] => {
    went.push('own');
    return [];
  };
  const others = [
    () => went.push('first'),
    () => Promise.reject(new Error('a defect')),
    async () => void went.push('last'),
  ];
  await warmUp({ ...pick(interpreter), check }, new AbortController().signal, others);
  assert.deepEqual(went.slice(-3), ['own', 'first', 'last']);
});

test('it ends with the shell', async () => {
  const { interpreter } = new LanguageWorld();
  const abort = new AbortController();
  let asked = 0;
  const check = (): readonly never[] => {
    if (++asked === 2) abort.abort();
    return [];
  };
  await warmUp({ ...pick(interpreter), check }, abort.signal);
  assert.equal(asked, 2);
});

function pick(interpreter: LanguageWorld['interpreter']): Parameters<typeof warmUp>[0] {
  return {
    check: (source) => interpreter.check(source),
    highlight: (text, cursor) => interpreter.highlight(text, cursor),
    guide: (text, cursor) => interpreter.guide(text, cursor),
    complete: (text, cursor) => interpreter.complete(text, cursor),
  };
}
