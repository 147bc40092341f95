/** The list of looks at the state: bounded, written by several at once, never in the way. */
import assert from 'node:assert/strict';
import { appendFile, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { CHECKS_KEPT, listChecks, noteCheck, type IntegrityCheck } from '../../store/check-history.ts';

const check = (number: number, problems: readonly string[] = []): IntegrityCheck => ({
  at: new Date(number * 1_000).toISOString(),
  what: 'state',
  status: problems.length === 0 ? 'ok' : 'broken',
  files: 2,
  bytes: number,
  problems,
});

test('looks are kept in their order, the last hundred, whoever writes and whatever else is in the file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'refbot-checks-'));
  try {
    const file = join(folder, 'state.json');
    assert.deepEqual(await listChecks(file), []);
    await noteCheck(file, check(1, ['line 3 is not what was written']));
    await appendFile(`${file}.checks`, 'half a li\n');
    assert.deepEqual(await listChecks(file), [check(1, ['line 3 is not what was written'])]);
    await Promise.all(Array.from({ length: 20 }, (_, number) => noteCheck(file, check(number + 2))));
    assert.equal((await listChecks(file)).length, 21);
    for (let number = 22; number <= 150; number++) await noteCheck(file, check(number, ['x'.repeat(900)]));
    const kept = await listChecks(file);
    assert.deepEqual([kept.length <= CHECKS_KEPT, kept.at(-1)?.bytes], [true, 150]);
    const facts = await stat(`${file}.checks`);
    assert.ok(facts.size < 200_000, `${facts.size} bytes`);
    assert.equal(facts.mode & 0o777, 0o600);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
