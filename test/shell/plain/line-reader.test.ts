/** The line reader when its terminal goes away: the end of the input is told once, and nothing is thrown. */
import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { LineReader } from '../../../src/shell/plain/line-reader.ts';

for (const editing of [true, false]) {
  const how = editing ? 'with editing' : 'without editing';

  test(`a terminal that cannot be read any more is the end of the input, ${how}`, async () => {
    const { input, ended, end } = reader(editing);
    input.destroy(new Error('read EIO'));
    await end;
    await new Promise(setImmediate);
    assert.equal(ended(), 1);
  });

  test(`one that cannot be written to is it as well, and a question is given up, ${how}`, async () => {
    const { lines, output, ended } = reader(editing);
    const answer = lines.question('sure? ', new AbortController().signal);
    output.destroy(new Error('write EIO'));
    assert.equal(await answer, null);
    assert.equal(ended(), 1);
  });
}

interface Reader {
  readonly lines: LineReader;
  readonly input: PassThrough;
  readonly output: PassThrough;
  /** Resolves when the end is told. */
  readonly end: Promise<void>;
  /** How often it was told. */
  readonly ended: () => number;
}

function reader(editing: boolean): Reader {
  const [input, output] = [new PassThrough(), new PassThrough()];
  output.resume();
  let ends = 0;
  const { promise: end, resolve } = Promise.withResolvers<void>();
  const lines = new LineReader(
    { input, output, editing },
    {
      onLine: () => {},
      onInterrupt: () => {},
      onLeave: () => {},
      onEnd: () => {
        ends += 1;
        resolve();
      },
      history: [],
      complete: () => ({ words: [], from: 0 }),
    },
  );
  lines.ask('> ');
  return { lines, input, output, end, ended: () => ends };
}
