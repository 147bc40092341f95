/** When nobody waits for a line any more. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Interpreter } from '../../../src/command/interpreter.ts';
import { OutputBuffer } from '../../../src/shell/run/output-buffer.ts';
import { Runner } from '../../../src/shell/run/runner.ts';
import { themeFor } from '../../../src/shell/theme-set.ts';

/** A language whose lines end when the test says so. */
function stage(): { runner: Runner; interpreter: Interpreter; endLine: () => Promise<void> } {
  const ends: (() => void)[] = [];
  const interpreter = {
    onlyReads: () => false,
    run: () => new Promise<number>((resolve) => void ends.push(() => resolve(0))),
  } as unknown as Interpreter;
  const runner = new Runner({
    output: new OutputBuffer(
      () => {},
      () => themeFor('dark', 256),
    ),
    runOptions: {},
    createIo: () => ({}) as ReturnType<ConstructorParameters<typeof Runner>[0]['createIo']>,
    onChange: () => {},
    onBegin: () => {},
    onEnd: () => {},
  });
  const endLine = async (): Promise<void> => {
    ends.shift()!();
    await new Promise(setImmediate);
  };
  return { runner, interpreter, endLine };
}

async function isOver(promise: Promise<void>): Promise<boolean> {
  let over = false;
  void promise.then(() => (over = true));
  await new Promise(setImmediate);
  return over;
}

test('it is quiet at once where nothing was typed, and after the last of the lines that were', async () => {
  const { runner, interpreter, endLine } = stage();
  assert.ok(await isOver(runner.quiet(60_000)));
  runner.run('one', 'start');
  runner.run('two', 'typed');
  const quiet = runner.quiet(60_000);
  runner.start(interpreter);
  assert.ok(!(await isOver(quiet)));
  await endLine();
  assert.ok(!(await isOver(quiet)), 'another line waits');
  await endLine();
  assert.ok(await isOver(quiet));
});

test('a line that takes long is not waited for', async () => {
  const { runner, interpreter } = stage();
  runner.run('check', 'typed');
  runner.start(interpreter);
  const hold = setTimeout(() => {}, 1_000);
  await runner.quiet(20);
  clearTimeout(hold);
  assert.ok(!runner.isIdle);
});
