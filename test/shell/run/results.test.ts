/** How the result of a key is told: in the lowest line where it fits there, else in the output. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EXIT } from '../../../src/model/errors.ts';
import { Results } from '../../../src/shell/run/results.ts';
import { theatre } from '../../help/theatre.ts';

/** What is told after a key printed these lines in the view of proxies; null when the output shows them. */
async function told(lines: readonly string[], status: number = EXIT.ok, columns = 120): Promise<string | null> {
  const { navigation, output, stage, panels, show, frame } = await theatre(columns, 36);
  show('proxies');
  frame();
  const said: string[] = [];
  const tell = (text: string): void => void said.push(text);
  const results = new Results({ navigation, output, stage, panels, tell, announce: tell });
  results.begin('key');
  output.begin([['❯ a line', 'text']]);
  for (const line of lines) output.add(line, 'text');
  results.end(status);
  frame();
  results.giveRoom();
  assert.equal(navigation.output, said.length > 0 ? 'closed' : 'usual');
  assert.equal(navigation.focus, 'proxies');
  return said[0] ?? null;
}

test('a result of a few short lines is told in one', async () => {
  assert.equal(await told([]), 'done');
  assert.equal(await told(['banned  1', '12 ms']), 'banned 1  12 ms');
  assert.equal(
    await told(['checked 1 in 119 ms: 1 working', '  judge   own', '233 ms']),
    'checked 1 in 119 ms: 1 working  judge own  233 ms',
  );
});

test('what is longer, wider or went wrong is shown', async () => {
  assert.equal(await told(['1', '2', '3', '4', '5 ms']), null);
  assert.equal(await told(Array.from({ length: 40 }, () => 'a row')), null);
  assert.equal(await told(['x'.repeat(70), 'y'], EXIT.ok, 72), null);
  assert.equal(await told(['error[E101]: unknown command', '  ^^^', 'exit 2, 1 ms'], EXIT.usage), null);
  assert.equal(await told(['nothing to kill', 'exit 1, 1 ms'], EXIT.failed), 'nothing to kill  exit 1, 1 ms');
});
